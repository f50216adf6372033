use super::build::{Experiment, MeasuredRow, Setup};
use super::likelihood::{Evaluation, Row, transformation_slope};
use super::mapping::Source;
use super::{Objective, Simulated};
use crate::ModelError;
use crate::solver::{Dynamics, Point, SolverError, integrate, steady_state};
use lca_kinetics::{Evaluator, OutputFunction};

/// Takes each row of an experiment where it is measured.
trait Visit {
    fn row(&mut self, experiment: &Experiment, row: &MeasuredRow, point: Point<'_>)
    -> Result<(), ModelError>;
}

/// Estimated parameters on linear scale and the derivatives of these by the scaled ones.
struct Values {
    linear: Vec<f64>,
    slopes: Vec<f64>,
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

    fn compute(&self, scaled: &[f64], derivatives: bool) -> Result<Evaluation, ModelError> {
        let values = self.values(scaled)?;
        let mut sum = Sum::new(self, &values, derivatives);
        for experiment in &self.experiments {
            self.follow(experiment, &values, derivatives, &mut sum)?;
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
        for experiment in &self.experiments {
            self.follow(experiment, &values, false, &mut collect)?;
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
        for experiment in &self.experiments {
            self.follow(experiment, &values, true, &mut collect)?;
        }
        Ok(collect.rows)
    }

    fn values(&self, scaled: &[f64]) -> Result<Values, ModelError> {
        self.check(scaled)?;
        let pairs = || self.estimated.iter().zip(scaled);
        let linear: Vec<f64> = pairs().map(|(p, &value)| p.scale.unscale(value)).collect();
        let slopes = self.estimated.iter().zip(&linear).map(|(p, &value)| p.scale.slope(value)).collect();
        Ok(Values { linear, slopes })
    }

    fn add_priors(&self, scaled: &[f64], evaluation: &mut Evaluation) {
        let n = self.estimated.len();
        for (at, (parameter, &value)) in self.estimated.iter().zip(scaled).enumerate() {
            let Some(prior) = &parameter.objective_prior else { continue };
            let term = prior.term(parameter.scale, value);
            evaluation.log_prior += term.log_density;
            if !evaluation.gradient.is_empty() {
                evaluation.gradient[at] += term.gradient;
                evaluation.fisher[at * n + at] += term.information;
            }
        }
    }

    /// Simulates one experiment and visits its measurements.
    fn follow(
        &self,
        experiment: &Experiment,
        values: &Values,
        derivatives: bool,
        visit: &mut dyn Visit,
    ) -> Result<(), ModelError> {
        let failed = |cause: SolverError| ModelError::Solver { condition: experiment.name.clone(), cause };
        let directions: &[usize] = if derivatives { &experiment.directions } else { &[] };
        let mut dynamics = self.dynamics(&experiment.setup, values, directions);
        let (mut states, mut tangents) = dynamics.initial();
        if let Some(before) = &experiment.before {
            let mut resting = self.dynamics(before, values, directions);
            let (first_states, first_tangents) = resting.initial();
            let start = Point { time: 0.0, states: &first_states, tangents: &first_tangents };
            let rest = steady_state(&mut resting, self.tolerances, start).map_err(failed)?;
            renew(experiment, rest, &mut states, &mut tangents);
        }
        let start = Point { time: 0.0, states: &states, tangents: &tangents };
        let mut outcome = Ok(());
        integrate(&mut dynamics, self.tolerances, start, &experiment.times, &mut |at, point| {
            for row in experiment.rows.iter().filter(|row| row.time == Some(at)) {
                if outcome.is_ok() {
                    outcome = visit.row(experiment, row, point);
                }
            }
        })
        .map_err(failed)?;
        outcome?;
        if experiment.rows.iter().all(|row| row.time.is_some()) {
            return Ok(());
        }
        let (states, tangents) = steady_state(&mut dynamics, self.tolerances, start).map_err(failed)?;
        let point = Point { time: f64::INFINITY, states: &states, tangents: &tangents };
        let mut resting = experiment.rows.iter().filter(|row| row.time.is_none());
        resting.try_for_each(|row| visit.row(experiment, row, point))
    }

    fn dynamics(&self, setup: &Setup, values: &Values, directions: &[usize]) -> Dynamics<'_> {
        let system = &self.variants[setup.variant].system;
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
        Dynamics::new(evaluator, directions.len(), seeds)
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

/// Evaluates the observables at points.
struct Outputs<'o> {
    objective: &'o Objective,
    values: &'o Values,
    /// For each variant and observable.
    registers: Vec<Vec<Vec<f64>>>,
}

impl<'o> Outputs<'o> {
    fn new(objective: &'o Objective, values: &'o Values) -> Self {
        let of = |variant: &super::Variant| {
            variant.system.functions().iter().map(OutputFunction::registers).collect::<Vec<_>>()
        };
        Self { objective, values, registers: objective.variants.iter().map(of).collect() }
    }

    /// Value and noise of a row.
    fn simulated(&mut self, experiment: &Experiment, row: &MeasuredRow, point: Point<'_>) -> Simulated {
        let Setup { variant, sources } = &experiment.setup;
        let function = &self.objective.variants[*variant].system.functions()[row.observable];
        let registers = &mut self.registers[*variant][row.observable];
        let mut parameters: Vec<f64> =
            sources.iter().map(|source| source.value(&self.values.linear)).collect();
        for (place, source) in &row.replaced {
            parameters[*place] = source.value(&self.values.linear);
        }
        function.set_parameters(registers, point.states.len(), &parameters);
        let mut out = [f64::NAN; 2];
        function.values(registers, point.time, point.states, &mut out);
        Simulated { value: out[0], noise: out[1] }
    }

    /// Adds the derivatives at the row last simulated, of value and of noise.
    fn derivatives(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
        out: &mut [Vec<f64>; 2],
    ) {
        let Setup { variant, sources } = &experiment.setup;
        let system = &self.objective.variants[*variant].system;
        let function = &system.functions()[row.observable];
        let registers = &mut self.registers[*variant][row.observable];
        let directions = experiment.directions.len();
        let mut derivatives = function.derivatives(registers);
        for (&(formula, state), value) in function.by_state().iter().zip(derivatives.by_ref()) {
            for (direction, &at) in experiment.directions.iter().enumerate() {
                out[formula as usize][at] += value * point.tangents[state as usize * directions + direction];
            }
        }
        for (&(formula, k), value) in function.by_parameter().iter().zip(derivatives) {
            let place = system.sensitivities()[k as usize];
            let replaced = row.replaced.iter().find(|(known, _)| *known == place);
            if let Source::Estimated(at) = replaced.map_or(sources[place], |(_, source)| *source) {
                out[formula as usize][at] += value * self.values.slopes[at];
            }
        }
    }
}

struct Collect<'o> {
    outputs: Outputs<'o>,
    rows: Vec<Simulated>,
}

impl Visit for Collect<'_> {
    fn row(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
    ) -> Result<(), ModelError> {
        self.rows[row.measurement] = self.outputs.simulated(experiment, row, point);
        Ok(())
    }
}

struct CollectTangents<'o> {
    outputs: Outputs<'o>,
    rows: Vec<Vec<f64>>,
    work: [Vec<f64>; 2],
}

impl Visit for CollectTangents<'_> {
    fn row(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
    ) -> Result<(), ModelError> {
        let Simulated { value, noise } = self.outputs.simulated(experiment, row, point);
        self.work.iter_mut().for_each(|work| work.fill(0.0));
        self.outputs.derivatives(experiment, row, point, &mut self.work);
        let scale = self.outputs.objective.problem.observables[row.observable].transformation;
        let factor = transformation_slope(scale, value) / noise;
        self.rows[row.measurement] = self.work[0].iter().map(|derivative| derivative * factor).collect();
        Ok(())
    }
}

struct Sum<'o> {
    outputs: Outputs<'o>,
    evaluation: Evaluation,
    derivatives: bool,
    work: [Vec<f64>; 2],
}

impl<'o> Sum<'o> {
    fn new(objective: &'o Objective, values: &'o Values, derivatives: bool) -> Self {
        let n = objective.estimated.len();
        let evaluation = Evaluation::new(n, derivatives);
        Self {
            outputs: Outputs::new(objective, values),
            evaluation,
            derivatives,
            work: [vec![0.0; n], vec![0.0; n]],
        }
    }
}

impl Visit for Sum<'_> {
    fn row(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
    ) -> Result<(), ModelError> {
        let problem = &self.outputs.objective.problem;
        let (observable, measurement) =
            (&problem.observables[row.observable], &problem.measurements[row.measurement]);
        let Simulated { value, noise } = self.outputs.simulated(experiment, row, point);
        let (scale, distribution) = (observable.transformation, observable.noise_distribution);
        let term = Row::new(scale, distribution, measurement.value, value, noise);
        if !term.llh().is_finite() || noise <= 0.0 {
            return Err(ModelError::NoLikelihood {
                observable: observable.id.clone(),
                condition: experiment.name.clone(),
                time: point.time,
                value,
                noise,
            });
        }
        if self.derivatives {
            self.work.iter_mut().for_each(|work| work.fill(0.0));
            self.outputs.derivatives(experiment, row, point, &mut self.work);
            let slope = transformation_slope(scale, value);
            self.work[0].iter_mut().for_each(|derivative| *derivative *= slope);
        }
        let [by_value, by_noise] = &self.work;
        self.evaluation.add_row(&term, by_value, by_noise);
        Ok(())
    }
}
