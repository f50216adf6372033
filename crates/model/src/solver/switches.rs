use super::{Dynamics, Equations, SolverError};

/// Where constraints hold is found to some digits less than there are.
const ROUNDING: f64 = 1e-10;

/// Truth values of the frozen comparisons.
#[derive(Debug, Clone)]
pub(super) struct Switches {
    pub(super) holds: Vec<bool>,
    pub(super) roots: Vec<f64>,
    /// How far the root of a comparison that just turned may still be on the wrong side, as the turn is
    /// located only to rounding; negative once it was seen on the right side.
    pub(super) slack: Vec<f64>,
    pub(super) states: Vec<f64>,
    /// Whether a root may cross zero to and fro within a step.
    pub(super) bends: bool,
    last: f64,
    repeats: usize,
}

impl Switches {
    /// Sets each comparison to what it is at a point.
    pub(super) fn new(dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> Self {
        let count = dynamics.root_count();
        let mut switches = Self {
            holds: vec![false; count],
            roots: vec![0.0; count],
            slack: vec![-1.0; count],
            states: states.to_vec(),
            bends: false,
            last: f64::NEG_INFINITY,
            repeats: 0,
        };
        if count > 0 {
            dynamics.roots(time, states, &mut switches.roots);
            switches.bends = dynamics.looks_back() || dynamics.evaluator().system().has_bent_roots();
            (0..count).for_each(|root| switches.set(dynamics, root, false));
            // Comparisons may stand inside others.
            let nowhere = vec![f64::NAN; count];
            let _ = switches.renew(dynamics, &nowhere, time, states);
        }
        switches
    }

    pub(super) fn truth(&self, dynamics: &Dynamics<'_>, root: usize) -> bool {
        let value = self.roots[root];
        value > 0.0 || (value == 0.0 && dynamics.holds_at_zero(root))
    }

    fn set(&mut self, dynamics: &mut Dynamics<'_>, root: usize, holds: bool) {
        self.holds[root] = holds;
        self.slack[root] = -1.0;
        dynamics.evaluator().set_switch(root, holds);
    }

    /// Lets the equations know all truth values.
    pub(super) fn apply(&self, dynamics: &mut Dynamics<'_>) {
        let evaluator = dynamics.evaluator();
        self.holds.iter().enumerate().for_each(|(root, &holds)| evaluator.set_switch(root, holds));
    }

    /// The roots at a point.
    pub(super) fn at(&self, dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> Vec<f64> {
        let mut roots = vec![0.0; self.holds.len()];
        dynamics.roots(time, states, &mut roots);
        roots
    }

    /// Sets comparisons anew whose roots are no longer what they were; the others keep the truth value
    /// that they turned to.
    pub(super) fn renew(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        before: &[f64],
        time: f64,
        states: &[f64],
    ) -> Result<(), SolverError> {
        let mut before = before.to_vec();
        for _ in 0..=self.holds.len() {
            self.roots = self.at(dynamics, time, states);
            let jumped = |&root: &usize| self.roots[root] != before[root];
            let wrong: Vec<usize> = (0..self.holds.len())
                .filter(jumped)
                .filter(|&root| self.truth(dynamics, root) != self.holds[root])
                .collect();
            if wrong.is_empty() {
                return Ok(());
            }
            before.copy_from_slice(&self.roots);
            for root in wrong {
                let holds = !self.holds[root];
                self.set(dynamics, root, holds);
            }
        }
        Err(SolverError::Chattering(time))
    }

    /// As [`Self::renew`], where states move from one end of a comparison's turn by as little as rounding: then it
    /// stays as it is, and its root may be on the wrong side so far.
    pub(super) fn follow(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        before: &[f64],
        time: f64,
        states: &[f64],
    ) -> Result<(), SolverError> {
        self.roots = self.at(dynamics, time, states);
        let mut before = before.to_vec();
        let noise = self.noise(dynamics, time, states);
        for root in 0..self.holds.len() {
            let now = self.roots[root];
            if self.truth(dynamics, root) != self.holds[root] && (now - before[root]).abs() <= noise[root] {
                before[root] = now;
                self.slack[root] = self.slack[root].max(2.0 * now.abs());
            }
        }
        self.renew(dynamics, &before, time, states)
    }

    /// By how much each root may move without meaning, as a share of what it is a difference of.
    fn noise(&self, dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> Vec<f64> {
        let mut noise = vec![0.0; self.holds.len()];
        for (root, column, slope) in dynamics.evaluator().root_derivatives() {
            let value =
                states.get(column).copied().unwrap_or(if column == states.len() { time } else { 0.0 });
            noise[root] += ROUNDING * (slope * value).abs();
        }
        noise
    }

    /// Comparisons of equal values that are about to turn, by their derivative along time.
    pub(super) fn about_to_turn(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        time: f64,
        states: &[f64],
    ) -> Vec<usize> {
        if self.holds.is_empty() {
            return Vec::new();
        }
        self.roots = self.at(dynamics, time, states);
        if self.roots.iter().all(|&root| root != 0.0) {
            return Vec::new();
        }
        let speeds = self.speeds(dynamics, time, states);
        let turns = |&root: &usize| {
            self.roots[root] == 0.0 && speeds[root] != 0.0 && self.holds[root] != (speeds[root] > 0.0)
        };
        (0..self.holds.len()).filter(turns).collect()
    }

    fn speeds(&self, dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> Vec<f64> {
        let n = states.len();
        let mut rates = vec![0.0; n];
        dynamics.rates(time, states, &mut rates);
        let mut speeds = self.at(dynamics, time, states);
        speeds.fill(0.0);
        for (root, column, value) in dynamics.evaluator().root_derivatives() {
            match rates.get(column) {
                Some(rate) => speeds[root] += value * rate,
                None if column == n => speeds[root] += value,
                None => {}
            }
        }
        speeds
    }

    /// Turns comparisons and lets the tangents jump as the time of the turn moves with the parameters.
    /// Returns the derivative of that time along each direction, for the first of them.
    pub(super) fn turn(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        which: &[usize],
        time: f64,
        states: &[f64],
        tangents: &mut [f64],
    ) -> Result<Vec<f64>, SolverError> {
        // A step to a turn passes it by some rounding, so turns without end still creep on.
        let creeps = time - self.last <= 64.0 * f64::EPSILON * time.abs();
        self.repeats = if creeps { self.repeats + 1 } else { 0 };
        self.last = time;
        if self.repeats > 100 {
            return Err(SolverError::Chattering(time));
        }
        let roots = self.at(dynamics, time, states);
        let mut first = None;
        for &root in which {
            let moves = self.moves(dynamics, root, time, states, tangents);
            let before = rates(dynamics, time, states);
            let holds = !self.holds[root];
            self.set(dynamics, root, holds);
            // On the right side there is nothing to wait for.
            let turned = roots[root] != 0.0 && (roots[root] > 0.0) == holds;
            self.slack[root] = if turned { -1.0 } else { 2.0 * roots[root].abs() };
            jump(&before, &rates(dynamics, time, states), &moves, tangents);
            first.get_or_insert(moves);
        }
        self.renew(dynamics, &roots, time, states)?;
        Ok(first.unwrap_or_else(|| vec![0.0; dynamics.directions()]))
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

/// The rates where derivatives are asked for, else nothing.
pub(super) fn rates(dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> Vec<f64> {
    if dynamics.directions() == 0 {
        return Vec::new();
    }
    let mut rates = vec![0.0; states.len()];
    dynamics.rates(time, states, &mut rates);
    rates
}

/// The jump of tangents where the rates jump at a time that moves.
fn jump(before: &[f64], after: &[f64], moves: &[f64], tangents: &mut [f64]) {
    let rows = tangents.chunks_exact_mut(moves.len().max(1)).zip(before.iter().zip(after));
    // What does not jump stays, even where the time of the turn has no derivative.
    for (row, (before, after)) in rows.filter(|(_, (before, after))| before != after) {
        row.iter_mut().zip(moves).for_each(|(value, speed)| *value += (before - after) * speed);
    }
}
