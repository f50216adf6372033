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
use lca_kinetics::petab::Parameter;

/// A vector by the scaled parameters for each measurement.
type Rows = Vec<Vec<f64>>;

/// Estimated parameters on linear scale and the derivatives of these by the scaled ones.
pub(super) struct Values {
    pub(super) linear: Vec<f64>,
    pub(super) slopes: Vec<f64>,
}

/// Direction and speed of an estimated parameter, if it has any.
pub(super) type Seed<'s> = &'s dyn Fn(usize) -> Option<(usize, f64)>;

impl Values {
    /// Each of some parameters moves in its own direction.
    fn along<'v>(&'v self, directions: &'v [usize]) -> impl Fn(usize) -> Option<(usize, f64)> + 'v {
        |at| Some((directions.binary_search(&at).ok()?, self.slopes[at]))
    }

    /// All parameters move in one direction.
    pub(super) fn mixed(&self) -> impl Fn(usize) -> Option<(usize, f64)> + '_ {
        |at| Some((0, self.slopes[at] * self.mix(at)))
    }

    /// How much of a parameter's tangent goes into the mix whose error limits the steps: such that it counts by
    /// the parameter's relative change, with factors without order, so that tangents do not cancel.
    fn mix(&self, at: usize) -> f64 {
        let size = (self.linear[at] / self.slopes[at]).abs();
        let size = if size.is_finite() && size > 0.0 { size } else { 1.0 };
        // The golden ratio's and the plastic number's sequences spread evenly over 0 to 1.
        let (magnitude, sign) =
            ((at as f64 * 0.618_033_988_75).fract(), (at as f64 * 0.754_877_666_25).fract());
        size * (0.5 + magnitude) * if sign < 0.5 { 1.0 } else { -1.0 }
    }
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
    /// As [`Self::evaluate`].
    pub fn evaluate_with(&self, scaled: &[f64], gradient: Gradient) -> Result<Evaluation, ModelError> {
        match gradient {
            Gradient::Forward => self.compute(scaled, true),
            Gradient::Adjoint => self.compute_backwards(scaled),
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
        self.tangents(scaled).map(|(values, _)| values)
    }

    /// As [`Self::sensitivities`], and beside them the derivatives of the noise over the noise.
    pub(crate) fn tangents(&self, scaled: &[f64]) -> Result<(Rows, Rows), ModelError> {
        let values = self.values(scaled)?;
        let rows = vec![vec![f64::NAN; scaled.len()]; self.problem.measurements.len()];
        let work = [vec![0.0; scaled.len()], vec![0.0; scaled.len()]];
        let mut collect =
            CollectTangents { outputs: Outputs::new(self, &values), noises: rows.clone(), rows, work };
        let mut rests = Rests::new(self, &values, true);
        for experiment in &self.experiments {
            self.follow(experiment, &values, &mut rests, &mut collect)?;
        }
        Ok((collect.rows, collect.noises))
    }

    pub(super) fn values(&self, scaled: &[f64]) -> Result<Values, ModelError> {
        self.check(scaled)?;
        let pairs = || self.estimated.iter().zip(scaled);
        let linear: Vec<f64> = pairs().map(|(p, &value)| p.scale.unscale(value)).collect();
        let slopes = self.estimated.iter().zip(&linear).map(|(p, &value)| p.scale.slope(value)).collect();
        Ok(Values { linear, slopes })
    }

    /// The log density of each parameter's prior, 0 where it has none.
    ///
    /// # Errors
    /// When the values are not as many as parameters, or not finite.
    pub fn log_priors(&self, scaled: &[f64]) -> Result<Vec<f64>, ModelError> {
        self.check(scaled)?;
        let of = |(parameter, &value): (&Parameter, &f64)| {
            parameter.objective_prior.map_or(0.0, |prior| prior.term(parameter.scale, value).log_density)
        };
        Ok(self.estimated.iter().zip(scaled).map(of).collect())
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
    pub(super) fn follow<'o>(
        &'o self,
        experiment: &'o Experiment,
        values: &Values,
        rests: &mut Rests<'o>,
        visit: &mut dyn Visit,
    ) -> Result<(), ModelError> {
        let failed = |cause: SolverError| ModelError::Solver { condition: experiment.name.clone(), cause };
        if rests.derivatives {
            self.check_differentiable(experiment)?;
        }
        let directions: &[usize] = if rests.derivatives { &experiment.directions } else { &[] };
        let mut dynamics = self.dynamics(&experiment.setup, values, directions);
        let seed = values.along(directions);
        let (mut states, mut tangents) = dynamics.initial();
        if let Some(before) = &experiment.before {
            let rest = rests.at(experiment, before).map_err(failed)?;
            self.go_on(rest.dynamics, &mut dynamics);
            let rest =
                Point { time: experiment.start, states: &rest.states, tangents: &rest.tangents, past: &[] };
            self.enter(experiment, before, (values, &seed), rest, (&mut states, &mut tangents));
        }
        let mut period = experiment;
        loop {
            let start = Point { time: period.start, states: &states, tangents: &tangents, past: &[] };
            let end = self.pass(period, &mut dynamics, start, visit)?;
            let Some(next) = &period.next else { return Ok(()) };
            let mut begun = self.dynamics(&next.setup, values, directions);
            self.go_on(&dynamics, &mut begun);
            dynamics = begun;
            (states, tangents) = dynamics.initial();
            let end = Point { time: next.start, states: &end[0], tangents: &end[1], past: &end[2] };
            self.enter(next, &period.setup, (values, &seed), end, (&mut states, &mut tangents));
            period = next;
        }
    }

    /// Refuses derivatives where there are none.
    pub(super) fn check_differentiable(&self, experiment: &Experiment) -> Result<(), ModelError> {
        if self.variants[experiment.setup.variant].system.delays().is_empty() {
            return Ok(());
        }
        let place = format!("condition `{}`", experiment.name);
        Err(ModelError::Unsupported {
            place,
            what: "the derivative of a model with `delay` (a chain of reactions in its place has one)",
        })
    }

    /// Simulates one period, visits its measurements and gives states and tangents at its end.
    fn pass(
        &self,
        period: &Experiment,
        dynamics: &mut Dynamics<'_>,
        start: Point<'_>,
        visit: &mut dyn Visit,
    ) -> Result<[Vec<f64>; 3], ModelError> {
        let failed = |cause: SolverError| ModelError::Solver { condition: period.name.clone(), cause };
        visit.begin(period);
        dynamics.end_open(period.next.is_some());
        let (mut rows, mut outcome) = (period.rows.iter().peekable(), Ok(()));
        let mut end = [Vec::new(), Vec::new(), Vec::new()];
        integrate(dynamics, self.tolerances, start, &period.times, &mut |at, point| {
            while let Some(row) = rows.next_if(|row| row.time == Some(at)) {
                if outcome.is_ok() {
                    outcome = visit.row(period, row, point);
                }
            }
            if period.next.is_some() && at + 1 == period.times.len() {
                end = [point.states, point.tangents, point.past].map(<[f64]>::to_vec);
            }
        })
        .map_err(failed)?;
        outcome?;
        if rows.peek().is_none() {
            return Ok(end);
        }
        let (states, tangents) = steady_state(dynamics, self.tolerances, start).map_err(failed)?;
        let point = Point { time: f64::INFINITY, states: &states, tangents: &tangents, past: &[] };
        rows.try_for_each(|row| visit.row(period, row, point))?;
        Ok(end)
    }

    /// The equations with a tangent for each direction.
    pub(super) fn dynamics(&self, setup: &Setup, values: &Values, directions: &[usize]) -> Dynamics<'_> {
        let seeds = self.seeds(setup, values.along(directions));
        let probe = directions.iter().map(|&at| values.mix(at)).collect();
        self.seeded(setup, values, directions.len(), seeds).probing(probe)
    }

    /// The equations with the one tangent that limits the steps of [`Self::dynamics`]: for the adjoint, which so
    /// goes the same way.
    pub(super) fn mixed(&self, setup: &Setup, values: &Values) -> Dynamics<'_> {
        let seeds = self.seeds(setup, values.mixed());
        self.seeded(setup, values, 1, seeds).probing(vec![1.0])
    }

    /// For each sensitivity parameter of a setup what `seed` says of the estimated one in its place.
    pub(super) fn seeds(
        &self,
        setup: &Setup,
        seed: impl Fn(usize) -> Option<(usize, f64)>,
    ) -> Vec<Option<(usize, f64)>> {
        let of = |&place: &usize| match setup.sources[place] {
            Source::Estimated(at) => seed(at),
            Source::Number(_) => None,
        };
        self.variants[setup.variant].system.sensitivities().iter().map(of).collect()
    }

    fn seeded(
        &self,
        setup: &Setup,
        values: &Values,
        directions: usize,
        seeds: Vec<Option<(usize, f64)>>,
    ) -> Dynamics<'_> {
        let Variant { system, structure, .. } = &self.variants[setup.variant];
        let parameters: Vec<f64> = setup.sources.iter().map(|source| source.value(&values.linear)).collect();
        let mut evaluator = Evaluator::new(system);
        evaluator.set_parameters(&parameters);
        Dynamics::new(evaluator, structure, directions, seeds)
    }
}
