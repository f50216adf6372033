use super::Taken;

/// What happened during an integration, to be gone through backwards.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trail {
    legs: Vec<Kind>,
    values: Vec<f64>,
    stages: usize,
    holds: Vec<Vec<bool>>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Step { time: f64, h: f64 },
    Seen { index: usize, fraction: f64 },
    Here { index: usize },
    Switches { at: usize },
    Turn { root: usize, time: f64 },
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
    /// What the comparisons were before some turned.
    Switches(&'t [bool]),
    /// A comparison turned at these states.
    Turn { root: usize, time: f64, states: &'t [f64] },
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

    /// Adds what all comparisons are, before some turn.
    pub(super) fn switches(&mut self, holds: &[bool]) {
        self.legs.push(Kind::Switches { at: self.holds.len() });
        self.holds.push(holds.to_vec());
    }

    /// Adds the turn of a comparison.
    pub(super) fn turn(&mut self, root: usize, time: f64, states: &[f64]) {
        self.legs.push(Kind::Turn { root, time });
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
            Kind::Switches { at } => Leg::Switches(&self.holds[at]),
            Kind::Turn { root, time } => {
                end -= n;
                Leg::Turn { root, time, states: &self.values[end..end + n] }
            }
        })
    }
}
