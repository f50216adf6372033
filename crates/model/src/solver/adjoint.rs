use super::reverse::Reverse;
use super::trail::{Leg, Trail};
use super::undo::{Undo, brought};
use super::{Dynamics, Equations, SolverError};

/// The derivative of a result by all that goes from one time to the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Adjoint {
    /// By the states.
    pub(crate) states: Vec<f64>,
    /// By the times of the events that wait and by the values they will set; empty: by none of them.
    pub(super) waiting: Vec<f64>,
}

impl Adjoint {
    /// By the states alone.
    pub(crate) const fn by_states(states: Vec<f64>) -> Self {
        Self { states, waiting: Vec::new() }
    }

    /// Adds the derivative of another result by the same.
    pub(crate) fn add(&mut self, other: &Self) {
        self.waiting.resize(self.waiting.len().max(other.waiting.len()), 0.0);
        for (to, from) in [(&mut self.states, &other.states), (&mut self.waiting, &other.waiting)] {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        }
    }
}

/// Takes the derivative of a result by what there is at the end of an integration to its start, and
/// adds what it gathers on the way to `by_parameter`. `seen` gives the derivative by the states at
/// each time that was asked for, in their order, as rows of one matrix.
pub(crate) fn backwards(
    dynamics: &mut Dynamics<'_>,
    trail: &Trail,
    seen: &[f64],
    adjoint: &mut Adjoint,
    by_parameter: &mut [f64],
) -> Result<(), SolverError> {
    let n = dynamics.dimension();
    let (mut reverse, mut undo) = (Reverse::new(dynamics), Undo::new(dynamics));
    let mut within: Vec<(f64, &[f64])> = Vec::new();
    for leg in trail.backwards(n) {
        match leg {
            Leg::Seen { index, fraction } => {
                within.extend(seen.get(index * n..(index + 1) * n).map(|row| (fraction, row)));
            }
            Leg::Step(taken) => {
                reverse.step(dynamics, taken, within.drain(..), &mut adjoint.states, by_parameter);
            }
            Leg::Here { index } => {
                let row = seen.get(index * n..(index + 1) * n).unwrap_or_default();
                adjoint.states.iter_mut().zip(row).for_each(|(to, from)| *to += from);
            }
            Leg::Happening(before) => undo.happening(dynamics, before, adjoint, by_parameter)?,
            Leg::Brought { time, states } => {
                brought(dynamics, (time, states), &mut adjoint.states, by_parameter)?;
            }
        }
    }
    Ok(())
}
