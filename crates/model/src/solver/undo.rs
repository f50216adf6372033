use super::columns::Columns;
use super::events::{Events, Place};
use super::happening::{Before, Happening};
use super::project::project_first;
use super::{Adjoint, Dynamics, SolverError};

/// Goes back through moments. What happened is done once more, with one tangent for each state, each number
/// that waits and each parameter that it may have moved by: these are the columns of the linear map that it is
/// for tangents, whose transpose the adjoint needs. So there is one code for both ways.
///
/// A moment thus takes the work of two, with as many tangents as [`Columns`] finds to matter, most often very
/// few; of the map nothing is kept.
#[derive(Debug, Clone)]
pub(super) struct Undo {
    events: Events,
}

impl Undo {
    pub(super) fn new(dynamics: &mut Dynamics<'_>) -> Self {
        Self { events: Events::new(dynamics) }
    }

    /// Goes back through what happened at one time.
    pub(super) fn happening(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        before: &Before,
        adjoint: &mut Adjoint,
        by_parameter: &mut [f64],
    ) -> Result<(), SolverError> {
        before.switches.apply(dynamics);
        let columns = Columns::of(dynamics, before);
        if columns.width() == 0 {
            adjoint.waiting.clear();
            return Ok(());
        }
        let tangents = self.again(dynamics, before, &columns)?;
        let waiting = &self.events.queue;
        adjoint.waiting.resize(waiting.slots(), 0.0);
        let rows = tangents.chunks_exact(columns.width()).chain(waiting.rows(columns.width()));
        let after = (adjoint.states.as_mut_slice(), adjoint.waiting.as_slice());
        adjoint.waiting = columns.pull(dynamics, rows, after, by_parameter);
        Ok(())
    }

    /// Lets it happen again, along these columns; gives the tangents of the states, those of what waits are
    /// with the events. Comparisons come to be as they were before.
    fn again(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        before: &Before,
        columns: &Columns,
    ) -> Result<Vec<f64>, SolverError> {
        let (mut switches, mut states) = (before.switches.clone(), before.states.clone());
        let mut tangents = columns.identity(states.len());
        self.events.queue = columns.spread(&before.queue);
        let place = Place { time: before.time, states: &mut states, tangents: &mut tangents };
        let happening =
            Happening { switches: &mut switches, events: &mut self.events, turning: &before.turning };
        let outcome = along(dynamics, columns, |dynamics| happening.pass(dynamics, place));
        before.switches.apply(dynamics);
        outcome.map(|_| tangents)
    }
}

/// Goes back to states before they were brought to where constraints hold.
pub(super) fn brought(
    dynamics: &mut Dynamics<'_>,
    (time, states): (f64, &[f64]),
    adjoint: &mut [f64],
    by_parameter: &mut [f64],
) -> Result<(), SolverError> {
    let columns = Columns::of_constraints(dynamics);
    if columns.width() == 0 {
        return Ok(());
    }
    let (mut states, mut tangents) = (states.to_vec(), columns.identity(states.len()));
    let place = Place { time, states: &mut states, tangents: &mut tangents };
    along(dynamics, &columns, |dynamics| project_first(dynamics, place))?;
    columns.pull(dynamics, tangents.chunks_exact(columns.width()), (adjoint, &[]), by_parameter);
    Ok(())
}

/// Does something while the directions of the equations are these columns.
fn along<R>(dynamics: &mut Dynamics<'_>, columns: &Columns, what: impl FnOnce(&mut Dynamics<'_>) -> R) -> R {
    let seeds = columns.seeds(dynamics.system().sensitivities().len());
    let narrow = dynamics.look((columns.width(), seeds));
    let outcome = what(dynamics);
    dynamics.look(narrow);
    outcome
}
