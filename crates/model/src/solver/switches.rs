use super::{Dynamics, Equations, SolverError, Stepper};

/// Truth values of the frozen comparisons.
#[derive(Debug, Clone)]
pub(super) struct Switches {
    holds: Vec<bool>,
    roots: Vec<f64>,
    states: Vec<f64>,
    last: f64,
    repeats: usize,
}

/// A comparison turns within a step.
#[derive(Debug, Clone)]
pub(super) struct Crossing {
    /// Where, as a fraction of the step.
    pub(super) fraction: f64,
    /// Which comparisons.
    pub(super) which: Vec<usize>,
}

impl Switches {
    /// Sets each comparison to what it is just after a point.
    pub(super) fn new(dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> Self {
        let count = dynamics.root_count();
        let mut switches = Self {
            holds: vec![false; count],
            roots: vec![0.0; count],
            states: states.to_vec(),
            last: f64::NEG_INFINITY,
            repeats: 0,
        };
        dynamics.evaluator().roots(time, states, &mut switches.roots);
        for root in 0..count {
            let value = switches.roots[root];
            switches.set(dynamics, root, value > 0.0 || (value == 0.0 && dynamics.holds_at_zero(root)));
        }
        switches.leave_zero(dynamics, time, states);
        switches
    }

    /// Comparisons that are just equal turn with their derivative by time.
    fn leave_zero(&mut self, dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) {
        if self.roots.iter().all(|&root| root != 0.0) {
            return;
        }
        let speeds = self.speeds(dynamics, time, states);
        for (root, speed) in speeds.into_iter().enumerate() {
            if self.roots[root] == 0.0 && speed != 0.0 {
                self.set(dynamics, root, speed > 0.0);
            }
        }
    }

    fn set(&mut self, dynamics: &mut Dynamics<'_>, root: usize, holds: bool) {
        self.holds[root] = holds;
        dynamics.evaluator().set_switch(root, holds);
    }

    fn speeds(&self, dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> Vec<f64> {
        let n = states.len();
        let mut rates = vec![0.0; n];
        dynamics.rates(time, states, &mut rates);
        let mut roots = vec![0.0; self.holds.len()];
        dynamics.evaluator().roots(time, states, &mut roots);
        let mut speeds = vec![0.0; self.holds.len()];
        for (root, column, value) in dynamics.evaluator().root_derivatives() {
            match rates.get(column) {
                Some(rate) => speeds[root] += value * rate,
                None if column == n => speeds[root] += value,
                None => {}
            }
        }
        speeds
    }

    fn violated(&mut self, dynamics: &mut Dynamics<'_>, time: f64) -> Vec<usize> {
        dynamics.evaluator().roots(time, &self.states, &mut self.roots);
        let wrong =
            |root: &usize| if self.holds[*root] { self.roots[*root] < 0.0 } else { self.roots[*root] > 0.0 };
        (0..self.holds.len()).filter(wrong).collect()
    }

    /// The first turn within the step last tried, if any, located to rounding by bisection.
    pub(super) fn crossing(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        stepper: &dyn Stepper,
        time: f64,
        h: f64,
    ) -> Option<Crossing> {
        if self.holds.is_empty() {
            return None;
        }
        let mut violated_at = |switches: &mut Self, fraction: f64| {
            stepper.interpolate(fraction, &mut switches.states);
            switches.violated(dynamics, time + fraction * h)
        };
        let mut which = violated_at(self, 1.0);
        if which.is_empty() {
            return None;
        }
        let (mut before, mut after) = (0.0, 1.0);
        while after - before > 1e-15 {
            let middle = 0.5 * (before + after);
            if middle <= before || middle >= after {
                break;
            }
            let violated = violated_at(self, middle);
            if violated.is_empty() {
                before = middle;
            } else {
                (after, which) = (middle, violated);
            }
        }
        Some(Crossing { fraction: after, which })
    }

    /// Turns the comparisons and lets the tangents jump as the time of the turn moves with the
    /// parameters.
    pub(super) fn turn(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        which: &[usize],
        time: f64,
        states: &[f64],
        tangents: &mut [f64],
    ) -> Result<(), SolverError> {
        self.repeats = if time > self.last { 0 } else { self.repeats + 1 };
        self.last = time;
        if self.repeats > 100 {
            return Err(SolverError::Chattering(time));
        }
        for &root in which {
            let n = states.len();
            let mut before = vec![0.0; n];
            dynamics.rates(time, states, &mut before);
            let moves = self.moves(dynamics, root, time, states, tangents);
            let holds = !self.holds[root];
            self.set(dynamics, root, holds);
            let mut after = vec![0.0; n];
            dynamics.rates(time, states, &mut after);
            for (k, tangent) in tangents.chunks_exact_mut(moves.len().max(1)).enumerate() {
                let jump = before[k] - after[k];
                tangent.iter_mut().zip(&moves).for_each(|(value, speed)| *value += jump * speed);
            }
        }
        Ok(())
    }

    /// The derivative of the time of a turn along each direction.
    fn moves(
        &self,
        dynamics: &mut Dynamics<'_>,
        root: usize,
        time: f64,
        states: &[f64],
        tangents: &[f64],
    ) -> Vec<f64> {
        let (n, directions) = (states.len(), dynamics.directions());
        if directions == 0 {
            return Vec::new();
        }
        let speed = self.speeds(dynamics, time, states)[root];
        let mut along = vec![0.0; directions];
        let derivatives: Vec<_> =
            dynamics.evaluator().root_derivatives().filter(|&(row, ..)| row == root).collect();
        for (_, column, value) in derivatives {
            if column < n {
                along
                    .iter_mut()
                    .enumerate()
                    .for_each(|(d, sum)| *sum += value * tangents[column * directions + d]);
            } else if let Some((direction, seed)) = column.checked_sub(n + 1).and_then(|k| dynamics.seed(k)) {
                along[direction] += value * seed;
            }
        }
        along.into_iter().map(|sum| if sum == 0.0 { 0.0 } else { -sum / speed }).collect()
    }
}
