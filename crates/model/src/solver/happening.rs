use super::events::{Events, Place, Queue};
use super::project::project;
use super::switches::{Switches, rates};
use super::{Dynamics, Equations, SolverError};

/// What may happen at one time: comparisons turn, events are triggered and happen, and where states jump
/// constraints are met anew. It takes tangents to tangents by a linear map.
pub(super) struct Happening<'h> {
    pub(super) switches: &'h mut Switches,
    pub(super) events: &'h mut Events,
    /// Comparisons that turn now.
    pub(super) turning: &'h [usize],
}

/// What there was before something happened: all that it takes to let it happen again.
#[derive(Debug, Clone)]
pub(super) struct Before {
    pub(super) time: f64,
    pub(super) states: Vec<f64>,
    pub(super) switches: Switches,
    pub(super) queue: Queue,
    /// Comparisons that turned.
    pub(super) turning: Vec<usize>,
    /// Events that were triggered or happened.
    pub(super) touched: Vec<usize>,
}

impl Happening<'_> {
    /// Lets all of it happen; says whether states or rates jumped.
    pub(super) fn pass(self, dynamics: &mut Dynamics<'_>, mut place: Place<'_>) -> Result<bool, SolverError> {
        let Self { switches, events, turning } = self;
        let turns = !turning.is_empty();
        let moves = match turns {
            true => switches.turn(dynamics, turning, place.time, place.states, place.tangents)?,
            false => vec![0.0; dynamics.directions()],
        };
        let last = events.happen(dynamics, switches, &mut place, &moves)?;
        let jumped = turns || last.is_some();
        if jumped && dynamics.is_constrained() {
            constrain(dynamics, switches, place, &last.unwrap_or(moves))?;
        }
        Ok(jumped)
    }
}

/// Brings states that jumped to where constraints hold. A comparison that turned stays turned unless the way there
/// moves its root: it is located to rounding, so the states alone would not tell. They jump at a time that moves:
/// its rates before and after are not the same.
fn constrain(
    dynamics: &mut Dynamics<'_>,
    switches: &mut Switches,
    Place { time, states, tangents }: Place<'_>,
    moves: &[f64],
) -> Result<(), SolverError> {
    let roots = switches.at(dynamics, time, states);
    shift(tangents, &rates(dynamics, time, states), moves, 1.0);
    let place = Place { time, states, tangents };
    project(dynamics, place, moves, &mut |dynamics, states| switches.follow(dynamics, &roots, time, states))?;
    shift(tangents, &rates(dynamics, time, states), moves, -1.0);
    Ok(())
}

/// Adds what states change by, at their rates times `factor`, as the time moves.
fn shift(tangents: &mut [f64], rates: &[f64], moves: &[f64], factor: f64) {
    for (row, rate) in tangents.chunks_exact_mut(moves.len().max(1)).zip(rates) {
        row.iter_mut().zip(moves).for_each(|(value, speed)| *value += factor * rate * speed);
    }
}
