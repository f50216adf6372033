use crate::{Ensemble, ModelError, Objective, Simulated};
use lca_kinetics::petab::{NoiseDistribution, Observable, Override, Problem, Scale};
use lca_numerics::stats::quantile;
use lca_numerics::{Rng, rng};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

/// How predictions are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PredictOptions {
    /// The share of the prediction that intervals hold, such as 0.9.
    pub level: f64,
    /// Draws of noise per member of the ensemble.
    pub draws: usize,
    /// Seed of the noise.
    pub seed: u64,
}

impl Default for PredictOptions {
    fn default() -> Self {
        Self { level: 0.9, draws: 20, seed: 1 }
    }
}

/// What the ensemble says of one measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct PredictedRow {
    /// The observable.
    pub observable: String,
    /// The condition.
    pub condition: String,
    /// When.
    pub time: f64,
    /// The median of the observable.
    pub median: f64,
    /// The interval of the observable itself, from the parameters' uncertainty alone.
    pub interval: (f64, f64),
    /// The interval of a measurement of it, noise included.
    pub measured_interval: (f64, f64),
    /// The ensemble's variance of the observable over that of the noise, on the observable's scale.
    pub disagreement: f64,
}

/// A prediction.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// One row per measurement of the problem predicted, in its order.
    pub rows: Vec<PredictedRow>,
    /// The share that intervals hold.
    pub level: f64,
    /// Whether noise of some rows was pooled from the fitted measurements.
    pub pooled_noise: bool,
    /// Members of the ensemble that could not be simulated, and so are not in the prediction.
    pub failed: usize,
}

/// Predicts the measurements of a problem (their values are not looked at) from an ensemble of
/// another, the training one, both with the same estimated parameters. Where the noise of a row has
/// no value, as after [`super::leave_out`], each member takes the geometric mean of its noise of all
/// training rows on the same scale.
///
/// # Errors
/// When the problems' parameters differ or no member can be simulated.
pub fn predict(
    training: &Objective,
    ensemble: &Ensemble,
    target: &Problem,
    options: &PredictOptions,
) -> Result<Prediction, ModelError> {
    let objective = Objective::new(target)?.with_tolerances(training.tolerances());
    let ids = |objective: &Objective| objective.parameters().iter().map(|p| p.id.clone()).collect::<Vec<_>>();
    if ids(&objective) != ensemble.parameters || ids(training) != ensemble.parameters {
        let why =
            "the ensemble, the training problem and the one to predict estimate different ones".to_owned();
        return Err(ModelError::Argument { what: "parameters", why });
    }
    let simulated: Vec<Option<(Vec<Simulated>, bool)>> =
        ensemble.members.par_iter().map(|member| simulate(training, &objective, member)).collect();
    let good: Vec<&(Vec<Simulated>, bool)> = simulated.iter().flatten().collect();
    if good.is_empty() {
        return Err(undetermined(target).unwrap_or(ModelError::NoFit(ensemble.members.len())));
    }
    let rows = (0..target.measurements.len()).into_par_iter().map(|at| {
        let members: Vec<Simulated> = good.iter().map(|(rows, _)| rows[at]).collect();
        row(target, at, &members, options)
    });
    Ok(Prediction {
        rows: rows.collect(),
        level: options.level,
        pooled_noise: good.iter().any(|(_, pooled)| *pooled),
        failed: simulated.len() - good.len(),
    })
}

/// The parameter without a value that keeps a problem from being predicted.
fn undetermined(target: &Problem) -> Option<ModelError> {
    let measured =
        |observable: &&Observable| target.measurements.iter().any(|m| m.observable == observable.id);
    let formulas = target.observables.iter().filter(measured).flat_map(|o| [&o.formula, &o.noise_formula]);
    let symbols = formulas.flat_map(|formula| formula.symbols());
    let values =
        target.measurements.iter().flat_map(|m| m.observable_parameters.iter().chain(&m.noise_parameters));
    let mut all = symbols.chain(values.flat_map(Override::symbols)).filter_map(|id| target.parameter(id));
    all.find(|p| !p.estimate && p.nominal.is_nan()).map(|p| ModelError::NoValue(p.id.clone()))
}

/// The rows of one member, and whether noise had to be pooled; none where it cannot be simulated.
fn simulate(training: &Objective, target: &Objective, member: &[f64]) -> Option<(Vec<Simulated>, bool)> {
    let mut rows =
        target.simulate(member).ok().filter(|rows| rows.iter().all(|row| row.value.is_finite()))?;
    if rows.iter().all(|row| row.noise.is_finite()) {
        return Some((rows, false));
    }
    let known = training.simulate(member).ok()?;
    for (at, row) in rows.iter_mut().enumerate().filter(|(_, row)| !row.noise.is_finite()) {
        row.noise = pooled(training, &known, scale(target.problem(), at));
    }
    rows.iter().all(|row| row.noise.is_finite()).then_some((rows, true))
}

fn scale(problem: &Problem, row: usize) -> Scale {
    let observable = problem.observable(&problem.measurements[row].observable);
    observable.map_or(Scale::Lin, |observable| observable.transformation)
}

fn pooled(training: &Objective, known: &[Simulated], wanted: Scale) -> f64 {
    let same = known.iter().enumerate().filter(|(at, _)| scale(training.problem(), *at) == wanted);
    let logs: Vec<f64> = same.map(|(_, row)| row.noise.ln()).collect();
    (logs.iter().sum::<f64>() / logs.len() as f64).exp()
}

fn row(target: &Problem, at: usize, members: &[Simulated], options: &PredictOptions) -> PredictedRow {
    let measurement = &target.measurements[at];
    let scale = scale(target, at);
    let distribution = target.observable(&measurement.observable).map(|o| o.noise_distribution);
    let mut rng = rng(options.seed, at as u64);
    let mut measured = Vec::with_capacity(members.len() * options.draws);
    for member in members {
        for _ in 0..options.draws {
            let noise = member.noise * standard(&mut rng, distribution.unwrap_or_default());
            measured.push(scale.unscale(scale.scale(member.value) + noise));
        }
    }
    let values: Vec<f64> = members.iter().map(|member| member.value).collect();
    let tail = 0.5 * (1.0 - options.level);
    let interval = |values: &[f64]| (quantile(values, tail), quantile(values, 1.0 - tail));
    PredictedRow {
        observable: measurement.observable.clone(),
        condition: measurement.experiment.clone(),
        time: measurement.time,
        median: quantile(&values, 0.5),
        interval: interval(&values),
        measured_interval: interval(&measured),
        disagreement: disagreement(members, scale),
    }
}

fn standard(rng: &mut Rng, distribution: NoiseDistribution) -> f64 {
    match distribution {
        NoiseDistribution::Normal => StandardNormal.sample(rng),
        NoiseDistribution::Laplace => {
            let u: f64 = rng.random::<f64>() - 0.5;
            -u.signum() * (1.0 - 2.0 * u.abs()).ln()
        }
    }
}

fn disagreement(members: &[Simulated], scale: Scale) -> f64 {
    let values: Vec<f64> = members.iter().map(|member| scale.scale(member.value)).collect();
    let noise = members.iter().map(|member| member.noise * member.noise).sum::<f64>() / members.len() as f64;
    if values.len() < 2 { 0.0 } else { lca_numerics::stats::variance(&values) / noise }
}
