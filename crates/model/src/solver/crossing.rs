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
        let mut before = 0.0;
        for &probe in probes {
            let all: Vec<usize> = (0..self.holds.len()).collect();
            let which = self.violated(dynamics, &step, probe, &all);
            if !which.is_empty() {
                return Some(self.locate(dynamics, &step, (before, probe), which));
            }
            before = probe;
        }
        for (slack, root) in self.slack.iter_mut().zip(&self.roots) {
            *slack = if root.abs() > *slack { -1.0 } else { *slack };
        }
        None
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
