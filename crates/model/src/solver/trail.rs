use super::Taken;
use super::happening::Before;

/// What happened during an integration, to be gone through backwards.
///
/// A step takes room for its start and its stages; a moment at which something happens takes less: it keeps
/// what was before, from which it is done again, and no derivatives.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trail {
    legs: Vec<Kind>,
    values: Vec<f64>,
    stages: usize,
    moments: Vec<Before>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Step { time: f64, h: f64 },
    Seen { index: usize, fraction: f64 },
    Here { index: usize },
    Happening { at: usize },
    Brought { time: f64 },
}

/// One thing that happened.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leg<'t> {
    /// A step was taken.
    Step(Taken<'t>),
    /// Within the step before, the solution was asked for: the how-manyth time, and where.
    Seen { index: usize, fraction: f64 },
    /// The solution was asked for between two steps.
    Here { index: usize },
    /// Comparisons turned or events happened.
    Happening(&'t Before),
    /// These states were brought to where constraints hold.
    Brought { time: f64, states: &'t [f64] },
}

impl Trail {
    /// Adds a step.
    pub(super) fn step(&mut self, taken: Taken<'_>) {
        self.stages = taken.stages.len();
        self.legs.push(Kind::Step { time: taken.time, h: taken.h });
        self.values.extend_from_slice(taken.start);
        self.values.extend_from_slice(taken.stages);
    }

    /// Adds that the solution was asked for within the last step.
    pub(super) fn seen(&mut self, index: usize, fraction: f64) {
        self.legs.push(Kind::Seen { index, fraction });
    }

    /// Adds that the solution was asked for where it is now, between two steps.
    pub(super) fn here(&mut self, index: usize) {
        self.legs.push(Kind::Here { index });
    }

    /// Adds that something happened.
    pub(super) fn happening(&mut self, before: Before) {
        self.legs.push(Kind::Happening { at: self.moments.len() });
        self.moments.push(before);
    }

    /// Adds that these states are brought to where constraints hold.
    pub(super) fn brought(&mut self, time: f64, states: &[f64]) {
        self.legs.push(Kind::Brought { time });
        self.values.extend_from_slice(states);
    }

    /// What happened, the last first; there are `n` states.
    pub(super) fn backwards(&self, n: usize) -> impl Iterator<Item = Leg<'_>> {
        let mut end = self.values.len();
        self.legs.iter().rev().map(move |leg| match *leg {
            Kind::Step { time, h } => {
                let (stages, start) = (end - self.stages, end - self.stages - n);
                let taken =
                    Taken { time, h, start: &self.values[start..stages], stages: &self.values[stages..end] };
                end = start;
                Leg::Step(taken)
            }
            Kind::Seen { index, fraction } => Leg::Seen { index, fraction },
            Kind::Here { index } => Leg::Here { index },
            Kind::Happening { at } => Leg::Happening(&self.moments[at]),
            Kind::Brought { time } => {
                end -= n;
                Leg::Brought { time, states: &self.values[end..end + n] }
            }
        })
    }
}
