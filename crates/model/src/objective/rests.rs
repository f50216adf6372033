use super::Objective;
use super::build::{Experiment, Setup};
use super::evaluate::Values;
use crate::solver::{Dynamics, Point, SolverError, steady_state};

/// The states of rest that experiments of one evaluation start from. Experiments share those of
/// equal setups.
pub(super) struct Rests<'o> {
    objective: &'o Objective,
    values: &'o Values,
    pub(super) derivatives: bool,
    known: Vec<Rest<'o>>,
}

struct Rest<'o> {
    setup: &'o Setup,
    /// Estimated parameters that some experiment from here depends on, rising.
    directions: Vec<usize>,
    dynamics: Dynamics<'o>,
    states: Vec<f64>,
    tangents: Vec<f64>,
}

/// A state of rest for one experiment, with tangents in its directions.
pub(super) struct Resting<'r, 'o> {
    pub(super) dynamics: &'r Dynamics<'o>,
    pub(super) states: Vec<f64>,
    pub(super) tangents: Vec<f64>,
}

impl<'o> Rests<'o> {
    pub(super) fn new(objective: &'o Objective, values: &'o Values, derivatives: bool) -> Self {
        Self { objective, values, derivatives, known: Vec::new() }
    }

    /// The state of rest before an experiment.
    pub(super) fn at(
        &mut self,
        experiment: &Experiment,
        before: &'o Setup,
    ) -> Result<Resting<'_, 'o>, SolverError> {
        let found = self.known.iter().position(|known| known.setup.same(before));
        let at = match found {
            Some(at) => at,
            None => self.add(before)?,
        };
        let rest = &self.known[at];
        let width = rest.directions.len();
        let wanted: Vec<usize> = (experiment.directions.iter())
            .filter_map(|direction| rest.directions.binary_search(direction).ok())
            .collect();
        let rows = rest.tangents.chunks_exact(width.max(1));
        let tangents = rows.flat_map(|row| wanted.iter().map(|&column| row[column])).collect();
        Ok(Resting { dynamics: &rest.dynamics, states: rest.states.clone(), tangents })
    }

    fn add(&mut self, setup: &'o Setup) -> Result<usize, SolverError> {
        let objective = self.objective;
        let here = objective
            .experiments
            .iter()
            .filter(|other| other.before.as_ref().is_some_and(|before| before.same(setup)));
        let mut directions: Vec<usize> = Vec::new();
        if self.derivatives {
            directions.extend(here.flat_map(|other| &other.directions));
            directions.sort_unstable();
            directions.dedup();
        }
        let mut dynamics = objective.dynamics(setup, self.values, &directions);
        let (states, tangents) = dynamics.initial();
        let start = Point { time: 0.0, states: &states, tangents: &tangents, past: &[] };
        let (states, tangents) = steady_state(&mut dynamics, objective.tolerances, start)?;
        self.known.push(Rest { setup, directions, dynamics, states, tangents });
        Ok(self.known.len() - 1)
    }
}
