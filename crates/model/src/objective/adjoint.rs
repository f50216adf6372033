use super::Objective;
use super::build::{Experiment, MeasuredRow, Setup};
use super::evaluate::Values;
use super::likelihood::{Evaluation, transformation_slope};
use super::outputs::Outputs;
use super::visit::term;
use crate::ModelError;
use crate::solver::{Dynamics, Point, Rest, backwards, integrate_recorded, steady_state_recorded};

/// A state of rest that experiments start from, with the derivative of the objective by it.
struct Start<'o> {
    setup: &'o Setup,
    dynamics: Dynamics<'o>,
    rest: Rest,
    adjoint: Vec<f64>,
}

/// An evaluation of the objective by adjoints under way.
struct Backwards<'o> {
    objective: &'o Objective,
    values: &'o Values,
    outputs: Outputs<'o>,
    starts: Vec<Start<'o>>,
    evaluation: Evaluation,
}

impl Objective {
    /// Whether all that happens in the experiments can be gone back through.
    pub(super) fn reversible(&self) -> bool {
        let plain = |one: &Experiment| one.next.is_none() && one.entry.jump.is_none();
        self.experiments.iter().all(plain)
            && self.variants.iter().all(|variant| {
                let system = &variant.system;
                system.events().is_empty() && system.delays().is_empty() && system.constraints().is_empty()
            })
    }

    pub(super) fn compute_backwards(&self, scaled: &[f64]) -> Result<Evaluation, ModelError> {
        let values = self.values(scaled)?;
        let mut evaluation = Evaluation::new(scaled.len(), true);
        evaluation.fisher = Vec::new();
        let mut under_way = Backwards {
            objective: self,
            values: &values,
            outputs: Outputs::new(self, &values),
            starts: Vec::new(),
            evaluation,
        };
        for experiment in &self.experiments {
            under_way.experiment(experiment)?;
        }
        let mut evaluation = under_way.finish();
        self.add_priors(scaled, &mut evaluation);
        Ok(evaluation)
    }
}

impl<'o> Backwards<'o> {
    fn experiment(&mut self, experiment: &'o Experiment) -> Result<(), ModelError> {
        let failed = |cause| ModelError::Solver { condition: experiment.name.clone(), cause };
        let start =
            experiment.before.as_ref().map(|before| self.start(before, &experiment.name)).transpose()?;
        let mut dynamics = self.objective.mixed(&experiment.setup, self.values);
        let (mut states, mut mix) = dynamics.initial();
        let n = states.len();
        let kept: Vec<usize> = (0..n).filter(|state| !experiment.entry.renewed.contains(state)).collect();
        if let Some(start) = start {
            let rest = &self.starts[start].rest;
            for &state in &kept {
                (states[state], mix[state]) = (rest.states[state], rest.tangents[state]);
            }
        }
        self.outputs.begin(experiment);
        let mut seen = vec![0.0; experiment.times.len() * n];
        let (mut rows, mut outcome) = (experiment.rows.iter().peekable(), Ok(()));
        let begin = Point { time: experiment.start, states: &states, tangents: &mix, past: &[] };
        let tolerances = self.objective.tolerances;
        let trail =
            integrate_recorded(&mut dynamics, tolerances, begin, &experiment.times, &mut |at, point| {
                while let Some(row) = rows.next_if(|row| row.time == Some(at)) {
                    if outcome.is_ok() {
                        outcome = self.row(experiment, row, point, &mut seen[at * n..(at + 1) * n]);
                    }
                }
            })
            .map_err(failed)?;
        outcome?;
        self.turn_back(&mut dynamics, &experiment.setup);
        let mut adjoint = vec![0.0; n];
        let gradient = &mut self.evaluation.gradient;
        backwards(&mut dynamics, &trail, &seen, &mut adjoint, gradient);
        if rows.peek().is_some() {
            self.rest(experiment, rows, begin, &mut adjoint)?;
        }
        if let Some(start) = start {
            for state in kept {
                self.starts[start].adjoint[state] += std::mem::take(&mut adjoint[state]);
            }
        }
        pull_start(&dynamics, &adjoint, &mut self.evaluation.gradient);
        Ok(())
    }

    /// Rows measured at rest after the experiment.
    fn rest(
        &mut self,
        experiment: &'o Experiment,
        mut rows: impl Iterator<Item = &'o MeasuredRow>,
        begin: Point<'_>,
        adjoint: &mut [f64],
    ) -> Result<(), ModelError> {
        let failed = |cause| ModelError::Solver { condition: experiment.name.clone(), cause };
        let mut dynamics = self.objective.mixed(&experiment.setup, self.values);
        let rest = steady_state_recorded(&mut dynamics, self.objective.tolerances, begin).map_err(failed)?;
        self.turn_back(&mut dynamics, &experiment.setup);
        let point = Point { time: f64::INFINITY, states: &rest.states, tangents: &[], past: &[] };
        let mut by_state = vec![0.0; rest.states.len()];
        rows.try_for_each(|row| self.row(experiment, row, point, &mut by_state))?;
        rest.backwards(&mut dynamics, &mut by_state, &mut self.evaluation.gradient);
        adjoint.iter_mut().zip(&by_state).for_each(|(to, from)| *to += from);
        Ok(())
    }

    /// Turns equations that went forward to all estimated parameters, for the way back.
    fn turn_back(&self, dynamics: &mut Dynamics<'_>, setup: &Setup) {
        let seed = |at: usize| Some((at, self.values.slopes[at]));
        dynamics.turn_back(self.objective.seeds(setup, seed));
    }

    /// The place of the state of rest under a setup, which experiments share.
    fn start(&mut self, setup: &'o Setup, name: &'o str) -> Result<usize, ModelError> {
        if let Some(at) = self.starts.iter().position(|known| known.setup.same(setup)) {
            return Ok(at);
        }
        let failed = |cause| ModelError::Solver { condition: name.to_owned(), cause };
        let mut dynamics = self.objective.mixed(setup, self.values);
        let (states, mix) = dynamics.initial();
        let begin = Point { time: 0.0, states: &states, tangents: &mix, past: &[] };
        let rest = steady_state_recorded(&mut dynamics, self.objective.tolerances, begin).map_err(failed)?;
        self.turn_back(&mut dynamics, setup);
        let adjoint = vec![0.0; states.len()];
        self.starts.push(Start { setup, dynamics, rest, adjoint });
        Ok(self.starts.len() - 1)
    }

    /// Counts a row and adds its derivative by the states to `by_state`.
    fn row(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
        by_state: &mut [f64],
    ) -> Result<(), ModelError> {
        let found = self.outputs.simulated(experiment, row, point);
        let term = term(self.objective, experiment, row, point.time, found)?;
        self.evaluation.count(&term);
        let (by_value, by_noise, _) = term.weights();
        let scale = self.objective.problem.observables[row.observable].transformation;
        let weights = [by_value * transformation_slope(scale, found.value), by_noise];
        self.outputs.pull(experiment, row, weights, by_state, &mut self.evaluation.gradient);
        Ok(())
    }

    fn finish(mut self) -> Evaluation {
        let gradient = &mut self.evaluation.gradient;
        for Start { dynamics, rest, adjoint, .. } in &mut self.starts {
            rest.backwards(dynamics, adjoint, gradient);
            pull_start(dynamics, adjoint, gradient);
        }
        self.evaluation
    }
}

/// Adds what the parameters do to the states at the start.
fn pull_start(dynamics: &Dynamics<'_>, adjoint: &[f64], gradient: &mut [f64]) {
    for (state, direction, value) in dynamics.initial_slopes() {
        gradient[direction] += adjoint[state] * value;
    }
}
