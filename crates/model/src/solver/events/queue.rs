use super::same_moment;

/// What of events lasts from one moment to the next.
#[derive(Debug, Clone)]
pub(in crate::solver) struct Queue {
    /// Which triggers hold.
    pub(super) holds: Vec<bool>,
    pub(super) pending: Vec<Pending>,
    pub(super) triggered: usize,
    last: f64,
    executed: usize,
}

/// An event that was triggered and has not yet happened.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub(super) event: usize,
    pub(super) time: f64,
    /// The derivative of its time along each direction.
    pub(super) moves: Vec<f64>,
    /// The new values and their tangents, where those of the time of the trigger count.
    pub(super) values: Option<(Vec<f64>, Vec<f64>)>,
    /// Events of one priority happen in the order of these, those without a priority in the order in which
    /// they were triggered.
    pub(super) number: usize,
    pub(super) lot: u64,
}

impl Pending {
    /// Whether it happens at a time.
    pub(super) fn is_due(&self, time: f64) -> bool {
        self.time <= time || same_moment(self.time, time)
    }

    fn slots(&self) -> usize {
        1 + self.values.as_ref().map_or(0, |(values, _)| values.len())
    }
}

impl Queue {
    pub(super) const fn new(holds: Vec<bool>) -> Self {
        Self { holds, pending: Vec::new(), triggered: 0, last: f64::NEG_INFINITY, executed: 0 }
    }

    /// Counts one more event that happens, and says how many did so at this time before.
    pub(super) fn count(&mut self, time: f64) -> usize {
        self.executed = if time > self.last { 0 } else { self.executed + 1 };
        self.last = time;
        self.executed
    }

    /// How many numbers with tangents wait: of each pending event its time and its new values.
    pub(in crate::solver) fn slots(&self) -> usize {
        self.pending.iter().map(Pending::slots).sum()
    }

    /// The same where each number that waits is a direction of its own, from the direction `first` on.
    pub(in crate::solver) fn spread(&self, first: usize, directions: usize) -> Self {
        let mut spread = self.clone();
        let mut own = first..;
        let mut row = || {
            let at = own.next();
            (0..directions).map(move |direction| f64::from(u8::from(Some(direction) == at)))
        };
        for pending in &mut spread.pending {
            pending.moves = row().collect();
            if let Some((values, tangents)) = &mut pending.values {
                *tangents = values.iter().flat_map(|_| row()).collect();
            }
        }
        spread
    }

    /// The tangents of all that waits, one row per number.
    pub(in crate::solver) fn rows(&self, directions: usize) -> impl Iterator<Item = &[f64]> {
        self.pending.iter().flat_map(move |pending| {
            let values =
                pending.values.iter().flat_map(move |(_, rows)| rows.chunks_exact(directions.max(1)));
            std::iter::once(pending.moves.as_slice()).chain(values)
        })
    }
}
