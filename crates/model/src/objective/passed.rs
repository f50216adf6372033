use super::build::{Experiment, Setup};
use crate::ModelError;
use crate::solver::{Adjoint, Dynamics, Point, Rest, Trail, backwards};

/// A period gone through, to be gone back through.
pub(super) struct Passed<'o> {
    pub(super) period: &'o Experiment,
    pub(super) dynamics: Dynamics<'o>,
    pub(super) trail: Trail,
    /// The derivative of the objective by the states at each of its times, one row after the other.
    pub(super) seen: Vec<f64>,
    /// States and tangents at the beginning of the next period, if there is one.
    pub(super) end: [Vec<f64>; 2],
    /// Where the period would come to rest, if that was measured.
    pub(super) rest: Option<Resting<'o>>,
}

/// A state of rest, with the derivative of the objective by it.
pub(super) struct Resting<'o> {
    /// Of the experiment that asked for it first.
    pub(super) name: &'o str,
    pub(super) setup: &'o Setup,
    pub(super) dynamics: Dynamics<'o>,
    pub(super) rest: Rest,
    pub(super) adjoint: Vec<f64>,
}

/// What a period begins from.
pub(super) struct End<'a, 'o> {
    pub(super) setup: &'o Setup,
    pub(super) dynamics: &'a Dynamics<'o>,
    pub(super) point: Point<'a>,
}

impl<'o> Passed<'o> {
    pub(super) fn end(&self) -> End<'_, 'o> {
        let [states, tangents] = &self.end;
        let time = self.period.next.as_ref().map_or(f64::NAN, |next| next.start);
        let point = Point { time, states, tangents, past: &[] };
        End { setup: &self.period.setup, dynamics: &self.dynamics, point }
    }

    /// Takes the derivative of the objective by what the next period found to what this one began with.
    pub(super) fn backwards(
        &mut self,
        mut adjoint: Adjoint,
        gradient: &mut [f64],
    ) -> Result<Adjoint, ModelError> {
        let n = self.dynamics.initial_states().len();
        // The next period began with what was seen at the last of the times.
        let later = std::mem::replace(&mut adjoint.states, vec![0.0; n]);
        let last = self.seen.len().saturating_sub(n);
        self.seen[last..].iter_mut().zip(&later).for_each(|(to, from)| *to += from);
        let failed = |cause| ModelError::Solver { condition: self.period.name.clone(), cause };
        backwards(&mut self.dynamics, &self.trail, &self.seen, &mut adjoint, gradient).map_err(failed)?;
        if let Some(rest) = &mut self.rest {
            adjoint.add(&rest.backwards(gradient)?);
        }
        Ok(adjoint)
    }
}

impl<'o> Resting<'o> {
    /// What a period after rest begins from.
    pub(super) fn end(&self, period: &Experiment) -> End<'_, 'o> {
        let Rest { states, tangents, .. } = &self.rest;
        let point = Point { time: period.start, states, tangents, past: &[] };
        End { setup: self.setup, dynamics: &self.dynamics, point }
    }

    /// Takes the derivative by the states at rest to the start of the way there.
    pub(super) fn backwards(&mut self, gradient: &mut [f64]) -> Result<Adjoint, ModelError> {
        let mut adjoint = Adjoint::by_states(std::mem::take(&mut self.adjoint));
        let failed = |cause| ModelError::Solver { condition: self.name.to_owned(), cause };
        self.rest.backwards(&mut self.dynamics, &mut adjoint, gradient).map_err(failed)?;
        Ok(adjoint)
    }
}
