use super::build::{Experiment, Setup};
use super::likelihood::Evaluation;
use super::mapping::Source;
use super::outputs::Outputs;
use super::rests::Rests;
use super::variants::Variant;
use super::visit::{Collect, CollectTangents, Sum, Visit};
use super::{Gradient, Objective, Simulated};
use crate::ModelError;
use crate::solver::{Dynamics, Point, SolverError, integrate, steady_state};
use lca_kinetics::Evaluator;

/// Estimated parameters on linear scale and the derivatives of these by the scaled ones.
pub(super) struct Values {
    pub(super) linear: Vec<f64>,
    pub(super) slopes: Vec<f64>,
}

impl Objective {
    /// The objective with gradient and Fisher information.
    ///
    /// # Errors
    /// When the equations cannot be solved or a simulated value has no logarithm where its
    /// observable needs one.
    pub fn evaluate(&self, scaled: &[f64]) -> Result<Evaluation, ModelError> {
        self.compute(scaled, true)
    }

    /// The objective without derivatives.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn value(&self, scaled: &[f64]) -> Result<Evaluation, ModelError> {
        self.compute(scaled, false)
    }

    /// The objective with its gradient by a method of choice; Fisher information only by
    /// [`Gradient::Forward`].
    ///
    /// # Errors
    /// As [`Self::evaluate`], and when the adjoint is asked for and cannot be had: in models with events, delays or
    /// algebraic rules.
    pub fn evaluate_with(&self, scaled: &[f64], gradient: Gradient) -> Result<Evaluation, ModelError> {
        match gradient {
            Gradient::Forward => self.compute(scaled, true),
            Gradient::Fastest if !self.reversible() => self.compute(scaled, true),
            Gradient::Adjoint if !self.reversible() => {
                let why =
                    "the adjoint cannot go back through events, delays and algebraic rules; use forward"
                        .to_owned();
                Err(ModelError::Argument { what: "gradient", why })
            }
            Gradient::Fastest | Gradient::Adjoint => self.compute_backwards(scaled),
        }
    }

    fn compute(&self, scaled: &[f64], derivatives: bool) -> Result<Evaluation, ModelError> {
        let values = self.values(scaled)?;
        let mut sum = Sum::new(self, &values, derivatives);
        let mut rests = Rests::new(self, &values, derivatives);
        for experiment in &self.experiments {
            self.follow(experiment, &values, &mut rests, &mut sum)?;
        }
        let mut evaluation = sum.evaluation;
        self.add_priors(scaled, &mut evaluation);
        Ok(evaluation)
    }

    /// What each measurement of the problem should have been.
    ///
    /// # Errors
    /// When the equations cannot be solved.
    pub fn simulate(&self, scaled: &[f64]) -> Result<Vec<Simulated>, ModelError> {
        let values = self.values(scaled)?;
        let missing = Simulated { value: f64::NAN, noise: f64::NAN };
        let rows = vec![missing; self.problem.measurements.len()];
        let mut collect = Collect { outputs: Outputs::new(self, &values), rows };
        let mut rests = Rests::new(self, &values, false);
        for experiment in &self.experiments {
            self.follow(experiment, &values, &mut rests, &mut collect)?;
        }
        Ok(collect.rows)
    }

    /// For each measurement the derivative of its observable (on the observable's scale, over the
    /// noise) by each scaled parameter.
    ///
    /// # Errors
    /// When the equations cannot be solved.
    pub fn sensitivities(&self, scaled: &[f64]) -> Result<Vec<Vec<f64>>, ModelError> {
        let values = self.values(scaled)?;
        let rows = vec![vec![f64::NAN; scaled.len()]; self.problem.measurements.len()];
        let work = [vec![0.0; scaled.len()], vec![0.0; scaled.len()]];
        let mut collect = CollectTangents { outputs: Outputs::new(self, &values), rows, work };
        let mut rests = Rests::new(self, &values, true);
        for experiment in &self.experiments {
            self.follow(experiment, &values, &mut rests, &mut collect)?;
        }
        Ok(collect.rows)
    }

    pub(super) fn values(&self, scaled: &[f64]) -> Result<Values, ModelError> {
        self.check(scaled)?;
        let pairs = || self.estimated.iter().zip(scaled);
        let linear: Vec<f64> = pairs().map(|(p, &value)| p.scale.unscale(value)).collect();
        let slopes = self.estimated.iter().zip(&linear).map(|(p, &value)| p.scale.slope(value)).collect();
        Ok(Values { linear, slopes })
    }

    pub(super) fn add_priors(&self, scaled: &[f64], evaluation: &mut Evaluation) {
        let n = self.estimated.len();
        for (at, (parameter, &value)) in self.estimated.iter().zip(scaled).enumerate() {
            let Some(prior) = &parameter.objective_prior else { continue };
            let term = prior.term(parameter.scale, value);
            evaluation.log_prior += term.log_density;
            if !evaluation.gradient.is_empty() {
                evaluation.gradient[at] += term.gradient;
                if let Some(information) = evaluation.fisher.get_mut(at * n + at) {
                    *information += term.information;
                }
            }
        }
    }

    /// Simulates one experiment and visits its measurements.
    fn follow<'o>(
        &'o self,
        experiment: &'o Experiment,
        values: &Values,
        rests: &mut Rests<'o>,
        visit: &mut dyn Visit,
    ) -> Result<(), ModelError> {
        let failed = |cause: SolverError| ModelError::Solver { condition: experiment.name.clone(), cause };
        let directions: &[usize] = if rests.derivatives { &experiment.directions } else { &[] };
        let mut dynamics = self.dynamics(&experiment.setup, values, directions);
        if rests.derivatives && dynamics.looks_back() {
            let place = format!("condition `{}`", experiment.name);
            return Err(ModelError::Unsupported { place, what: "the derivative of a model with `delay`" });
        }
        let (mut states, mut tangents) = dynamics.initial();
        if let Some(before) = &experiment.before {
            let rest = rests.at(experiment, before).map_err(failed)?;
            renew(experiment, rest, &mut states, &mut tangents);
        }
        let start = Point { time: 0.0, states: &states, tangents: &tangents, past: &[] };
        visit.begin(experiment);
        let (mut rows, mut outcome) = (experiment.rows.iter().peekable(), Ok(()));
        integrate(&mut dynamics, self.tolerances, start, &experiment.times, &mut |at, point| {
            while let Some(row) = rows.next_if(|row| row.time == Some(at)) {
                if outcome.is_ok() {
                    outcome = visit.row(experiment, row, point);
                }
            }
        })
        .map_err(failed)?;
        outcome?;
        if rows.peek().is_none() {
            return Ok(());
        }
        let (states, tangents) = steady_state(&mut dynamics, self.tolerances, start).map_err(failed)?;
        let point = Point { time: f64::INFINITY, states: &states, tangents: &tangents, past: &[] };
        rows.try_for_each(|row| visit.row(experiment, row, point))
    }

    pub(super) fn dynamics(&self, setup: &Setup, values: &Values, directions: &[usize]) -> Dynamics<'_> {
        self.seeded(setup, values, directions, directions.len())
    }

    /// As [`Self::dynamics`], with tangents only in the first `tangents` directions: none for the
    /// adjoint.
    pub(super) fn seeded(
        &self,
        setup: &Setup,
        values: &Values,
        directions: &[usize],
        tangents: usize,
    ) -> Dynamics<'_> {
        let Variant { system, structure, .. } = &self.variants[setup.variant];
        let parameters: Vec<f64> = setup.sources.iter().map(|source| source.value(&values.linear)).collect();
        let seed = |&place: &usize| match setup.sources[place] {
            Source::Estimated(at) => {
                directions.binary_search(&at).ok().map(|direction| (direction, values.slopes[at]))
            }
            Source::Number(_) => None,
        };
        let seeds = system.sensitivities().iter().map(seed).collect();
        let mut evaluator = Evaluator::new(system);
        evaluator.set_parameters(&parameters);
        Dynamics::new(evaluator, structure, tangents, seeds)
    }
}

/// Starts from rest but for what the condition sets anew.
fn renew(experiment: &Experiment, rest: (Vec<f64>, Vec<f64>), states: &mut [f64], tangents: &mut [f64]) {
    let n = states.len();
    for state in (0..n).filter(|state| !experiment.renewed.contains(state)) {
        states[state] = rest.0[state];
        let row = state * tangents.len() / n..(state + 1) * tangents.len() / n;
        tangents[row.clone()].copy_from_slice(&rest.1[row]);
    }
}
