use super::switches::Switches;
use super::{Dynamics, Stepper};

/// A comparison turns within a step.
#[derive(Debug, Clone)]
pub(super) struct Crossing {
    /// Where, as a fraction of the step.
    pub(super) fraction: f64,
    /// Which comparisons.
    pub(super) which: Vec<usize>,
}

/// So often an interval is halved at most, in search of roots that cross zero to and fro.
const DEPTH: u32 = 4;

/// The roots at a fraction of the step.
struct Probe {
    fraction: f64,
    roots: Vec<f64>,
}

/// The step last tried.
struct Step<'a> {
    stepper: &'a dyn Stepper,
    time: f64,
    h: f64,
}

impl Switches {
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
        let step = Step { stepper, time, h };
        let probes: &[f64] = if self.bends { &[0.25, 0.5, 0.75, 1.0] } else { &[1.0] };
        let mut before = Probe { fraction: 0.0, roots: Vec::new() };
        if self.bends {
            self.violated(dynamics, &step, 0.0, &[]);
            before.roots.clone_from(&self.roots);
        }
        for &probe in probes {
            match self.search(dynamics, &step, &before, probe, DEPTH) {
                Ok(after) => before = after,
                Err(crossing) => return Some(crossing),
            }
        }
        for (slack, root) in self.slack.iter_mut().zip(&self.roots) {
            *slack = if root.abs() > *slack { -1.0 } else { *slack };
        }
        None
    }

    /// The first turn between a probe and a fraction after it as an error, else the probe there. Where a
    /// root may have crossed zero to and fro in between, both halves are searched.
    fn search(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        step: &Step<'_>,
        before: &Probe,
        fraction: f64,
        depth: u32,
    ) -> Result<Probe, Crossing> {
        let all: Vec<usize> = (0..self.holds.len()).collect();
        let which = self.violated(dynamics, step, fraction, &all);
        let after = Probe { fraction, roots: self.roots.clone() };
        if self.bends && depth > 0 {
            let middle = 0.5 * (before.fraction + fraction);
            let found = self.violated(dynamics, step, middle, &all);
            if !found.is_empty() || self.swings(before, &after) {
                let halfway = self.search(dynamics, step, before, middle, depth - 1)?;
                if which.is_empty() {
                    return self.search(dynamics, step, &halfway, fraction, depth - 1);
                }
            }
        }
        if which.is_empty() {
            return Ok(after);
        }
        Err(self.locate(dynamics, step, (before.fraction, fraction), which))
    }

    /// Whether, by its bend at the middle, a root may touch zero between two probes.
    fn swings(&self, before: &Probe, after: &Probe) -> bool {
        self.roots.iter().zip(before.roots.iter().zip(&after.roots)).any(|(middle, (a, b))| {
            let bend = (middle - 0.5 * (a + b)).abs();
            bend > 0.5 * middle.abs().min(a.abs()).min(b.abs()) && bend > 1e-9 * (a.abs() + b.abs())
        })
    }

    /// Those of `which` that do not hold as they should at a fraction of the step.
    fn violated(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        step: &Step<'_>,
        fraction: f64,
        which: &[usize],
    ) -> Vec<usize> {
        step.stepper.interpolate(fraction, &mut self.states);
        dynamics.roots(step.time + fraction * step.h, &self.states, &mut self.roots);
        let wrong = |&root: &usize| {
            let near = self.roots[root].abs() <= self.slack[root];
            !near && self.truth(dynamics, root) != self.holds[root]
        };
        which.iter().copied().filter(wrong).collect()
    }

    /// Whether at the end of a step to a turn some comparison has not quite turned yet.
    pub(super) fn lag(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        stepper: &dyn Stepper,
        (time, h): (f64, f64),
        which: &[usize],
    ) -> bool {
        self.violated(dynamics, &Step { stepper, time, h }, 1.0, which).len() < which.len()
    }

    fn locate(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        step: &Step<'_>,
        (mut before, mut after): (f64, f64),
        mut which: Vec<usize>,
    ) -> Crossing {
        for _ in 0..100 {
            let middle = 0.5 * (before + after);
            let at = |fraction: f64| step.time + fraction * step.h;
            if at(middle) <= at(before) || at(middle) >= at(after) {
                break;
            }
            let violated = self.violated(dynamics, step, middle, &which);
            if violated.is_empty() {
                before = middle;
            } else {
                (after, which) = (middle, violated);
            }
        }
        Crossing { fraction: after, which }
    }
}
