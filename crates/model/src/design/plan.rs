use super::knowledge::Knowledge;
use super::local::{from_bounds, measured};
use super::series::{courses, sampled};
use crate::sensitivity::row_vectors;
use crate::{ModelError, Objective};
use lca_kinetics::petab::{Measurement, Problem, Scale};
use lca_numerics::stats::normal_quantile;
use ndarray::Array2;
use std::f64::consts::LN_10;

/// What is to be determined.
#[derive(Debug, Clone, PartialEq)]
pub enum Aim {
    /// An estimated parameter.
    Parameter(String),
    /// The value that a measurement would have without noise.
    Prediction(Measurement),
}

/// What is planned with.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanOptions {
    /// The relative error allowed, such as 0.2.
    pub within: f64,
    /// The confidence with which it is to be kept.
    pub confidence: f64,
    /// Sampling intervals to try, in the model's unit of time; empty: a quarter of the longest course
    /// and halvings of it.
    pub intervals: Vec<f64>,
    /// Noise to try, as a share of the model's.
    pub noises: Vec<f64>,
    /// Replicates allowed.
    pub most: u32,
    /// Whether the problem's own measurements count too.
    pub with_data: bool,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self {
            within: 0.2,
            confidence: 0.9,
            intervals: Vec::new(),
            noises: vec![1.0, 0.5, 0.25],
            most: 1000,
            with_data: false,
        }
    }
}

/// What suffices.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The relative error that the problem's own measurements leave.
    pub now: f64,
    /// Each interval with each noise, in the order given.
    pub rows: Vec<PlanRow>,
}

/// One interval with one noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanRow {
    /// The time between samples.
    pub interval: f64,
    /// The noise, as a share of the model's.
    pub noise: f64,
    /// Measurements of one replicate.
    pub measurements: usize,
    /// The fewest replicates that suffice; none where those allowed do not.
    pub replicates: Option<u32>,
    /// The relative error with these, or with all replicates allowed.
    pub reached: f64,
}

/// Which resolution determines a parameter or prediction well enough: every observable that the
/// problem measures, under the conditions it has, is sampled evenly up to its last measured time. The
/// error is the half width of the confidence interval by the Fisher information at a point; of what
/// is on a logarithmic scale it is a factor, such as 1.2 for 0.2.
///
/// # Errors
/// When the aim is not there, an option makes no sense, or the point cannot be simulated.
pub fn plan(
    objective: &Objective,
    scaled: &[f64],
    aim: &Aim,
    options: &PlanOptions,
) -> Result<Plan, ModelError> {
    check(options)?;
    let target = Target::new(objective, scaled, aim, options.confidence)?;
    let empty = Problem { measurements: Vec::new(), ..objective.problem().clone() };
    let priors = information(&measured(objective, &empty)?, scaled)? + from_bounds(objective);
    let all = information(objective, scaled)? + from_bounds(objective);
    let now = target.error(&all)?;
    let base = if options.with_data { all } else { priors };
    let mut rows = Vec::new();
    for interval in intervals(objective.problem(), options)? {
        let planned = sampled(objective.problem(), interval);
        let vectors = row_vectors(&measured(objective, &planned)?, scaled)?;
        let n = scaled.len();
        let sum = |of: &dyn Fn(usize) -> Vec<f64>| {
            let mut total = Array2::<f64>::zeros((n, n));
            for row in (0..vectors.len()).map(of) {
                total.indexed_iter_mut().for_each(|((i, j), value)| *value += row[i] * row[j]);
            }
            total
        };
        let (values, noises) = (sum(&|at| vectors[at].value.clone()), sum(&|at| vectors[at].noise.clone()));
        for &noise in &options.noises {
            let once = &values / (noise * noise) + &noises;
            let with = |replicates: u32| target.error(&(&base + &(&once * f64::from(replicates))));
            let (replicates, reached) = fewest(&with, options)?;
            rows.push(PlanRow {
                interval,
                noise,
                measurements: planned.measurements.len(),
                replicates,
                reached,
            });
        }
    }
    Ok(Plan { now, rows })
}

fn check(options: &PlanOptions) -> Result<(), ModelError> {
    let positive = |values: &[f64]| values.iter().all(|value| value.is_finite() && *value > 0.0);
    let share = options.confidence > 0.0 && options.confidence < 1.0;
    if !positive(&[options.within]) || !share || options.most == 0 {
        let why =
            "the error must be positive, the confidence between 0 and 1, replicates at least 1".to_owned();
        return Err(ModelError::Argument { what: "plan", why });
    }
    if !positive(&options.intervals) || !positive(&options.noises) || options.noises.is_empty() {
        let why = "intervals and noises must be positive".to_owned();
        return Err(ModelError::Argument { what: "plan", why });
    }
    Ok(())
}

fn intervals(problem: &Problem, options: &PlanOptions) -> Result<Vec<f64>, ModelError> {
    let longest = courses(problem).iter().map(|(_, end)| *end).fold(0.0, f64::max);
    if longest <= 0.0 {
        let why = "the problem measures nothing after time 0, so there is nothing to sample".to_owned();
        return Err(ModelError::Argument { what: "plan", why });
    }
    if options.intervals.iter().any(|interval| longest / interval > 1e5) {
        let why = format!("an interval is below a hundred thousandth of the longest course, {longest}");
        return Err(ModelError::Argument { what: "plan", why });
    }
    let halved = (2..7).map(|power| longest / 2f64.powi(power));
    Ok(if options.intervals.is_empty() { halved.collect() } else { options.intervals.clone() })
}

fn information(objective: &Objective, scaled: &[f64]) -> Result<Array2<f64>, ModelError> {
    let n = scaled.len();
    let fisher = objective.evaluate(scaled)?.fisher;
    Ok(Array2::from_shape_fn((n, n), |(i, j)| fisher[i * n + j]))
}

/// The fewest replicates by doubling and halving, and the error with them.
fn fewest(
    error: &dyn Fn(u32) -> Result<f64, ModelError>,
    options: &PlanOptions,
) -> Result<(Option<u32>, f64), ModelError> {
    let last = error(options.most)?;
    if last > options.within {
        return Ok((None, last));
    }
    let (mut too_few, mut enough) = (0, options.most);
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if error(middle)? <= options.within { enough = middle } else { too_few = middle }
    }
    Ok((Some(enough), error(enough)?))
}

/// A linear combination of the scaled parameters, and how its deviation becomes a relative error.
struct Target {
    vector: Vec<f64>,
    width: f64,
    logarithmic: bool,
}

impl Target {
    fn new(objective: &Objective, scaled: &[f64], aim: &Aim, confidence: f64) -> Result<Self, ModelError> {
        let width = normal_quantile(0.5 + 0.5 * confidence);
        let per_unit = |scale: Scale, value: f64| match scale {
            Scale::Lin => 1.0 / value.abs(),
            Scale::Log => 1.0,
            Scale::Log10 => LN_10,
        };
        let (vector, scale) = match aim {
            Aim::Parameter(id) => {
                let at = objective.parameters().iter().position(|p| p.id == *id);
                let at = at.ok_or_else(|| missing(id, "is not an estimated parameter of the problem"))?;
                let mut vector = vec![0.0; scaled.len()];
                let scale = objective.parameters()[at].scale;
                vector[at] = per_unit(scale, scaled[at]);
                (vector, scale)
            }
            Aim::Prediction(measurement) => {
                let problem =
                    Problem { measurements: vec![measurement.clone()], ..objective.problem().clone() };
                let one = measured(objective, &problem)?;
                let (row, vectors) = (one.simulate(scaled)?[0], row_vectors(&one, scaled)?);
                let scale =
                    problem.observable(&measurement.observable).map_or(Scale::Lin, |o| o.transformation);
                let factor = row.noise * per_unit(scale, row.value);
                (vectors[0].value.iter().map(|value| value * factor).collect(), scale)
            }
        };
        if vector.iter().any(|value| !value.is_finite()) {
            return Err(missing("the aim", "is zero there, so it has no relative error"));
        }
        Ok(Self { vector, width, logarithmic: scale != Scale::Lin })
    }

    fn error(&self, information: &Array2<f64>) -> Result<f64, ModelError> {
        let spread = self.width * Knowledge::from_information(information)?.variance(&self.vector).sqrt();
        Ok(if self.logarithmic { spread.exp_m1() } else { spread })
    }
}

fn missing(id: &str, what: &'static str) -> ModelError {
    ModelError::Reference { place: "the plan".to_owned(), id: id.to_owned(), what }
}
