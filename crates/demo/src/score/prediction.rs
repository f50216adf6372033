use super::json;
use crate::DemoError;
use crate::truth::ARMS;
use lca_formats::parse_petab;
use lca_kinetics::petab::Measurement;
use lca_numerics::stats::median;
use lca_store::Atlas;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The prediction of the perturbation kept back, held against its measurement. Time 0 is left out:
/// nothing has happened yet, and nothing is foretold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PredictionScore {
    /// Measured points.
    pub points: usize,
    /// Share of them inside their 90 % intervals (of a measurement).
    pub coverage: f64,
    /// Median over all points of the interval's width relative to its observable's response range.
    pub width: f64,
    /// Root mean square error, each observable in units of its response range.
    pub rmse: f64,
    /// The same of "no change": what the same stimulus did without the perturbation.
    pub rmse_no_change: f64,
    /// The same of the training condition that comes nearest, chosen with hindsight.
    pub rmse_nearest: f64,
    /// That condition.
    pub nearest: String,
    /// Each observable alone.
    pub observables: Vec<ObservableScore>,
}

/// One observable of the prediction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObservableScore {
    /// The observable.
    pub observable: String,
    /// Measured points.
    pub points: usize,
    /// Share of them inside their intervals.
    pub coverage: f64,
    /// Median width relative to the response range.
    pub width: f64,
    /// Root mean square error in units of the response range.
    pub rmse: f64,
    /// The same of "no change".
    pub rmse_no_change: f64,
}

#[derive(Deserialize)]
struct Prediction {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    observable: String,
    condition: String,
    time: f64,
    median: f64,
    measured_interval: (f64, f64),
}

/// A measured point with its prediction, in units of its observable's response range.
struct Point {
    observable: String,
    inside: bool,
    width: f64,
    error: f64,
    /// Error of each training condition in the order of [`ARMS`]; not a number where it has no value.
    baselines: Vec<f64>,
}

/// Scores the prediction.
pub(super) fn score(atlas: &Atlas) -> Result<PredictionScore, DemoError> {
    let prediction: Prediction = json(atlas, "prediction", "prediction.json")?;
    let files = atlas.read_files(&super::path("lca/models/observed")?)?;
    let measured = parse_petab("problem.yaml", &files)?.measurements;
    let points = points(&prediction.rows, &measured);
    let names: BTreeSet<&str> = points.iter().map(|point| point.observable.as_str()).collect();
    let all: Vec<&Point> = points.iter().collect();
    let training: Vec<usize> = (0..ARMS.len()).filter(|&at| !ARMS[at].kept_back).collect();
    let same = training.iter().copied().find(|&at| ARMS[at].id == "egf-high").unwrap_or(0);
    let nearest = training.iter().copied().min_by(|&a, &b| baseline(&all, a).total_cmp(&baseline(&all, b)));
    let nearest = nearest.unwrap_or(same);
    let observable = |name: &str| {
        let own: Vec<&Point> = points.iter().filter(|point| point.observable == name).collect();
        ObservableScore {
            observable: name.to_owned(),
            points: own.len(),
            coverage: coverage(&own),
            width: width(&own),
            rmse: root_mean_square(own.iter().map(|point| point.error)),
            rmse_no_change: baseline(&own, same),
        }
    };
    Ok(PredictionScore {
        points: all.len(),
        coverage: coverage(&all),
        width: width(&all),
        rmse: root_mean_square(all.iter().map(|point| point.error)),
        rmse_no_change: baseline(&all, same),
        rmse_nearest: baseline(&all, nearest),
        nearest: ARMS[nearest].id.to_owned(),
        observables: names.into_iter().map(observable).collect(),
    })
}

/// Pairs predicted rows with the measurements, which are in the same order.
fn points(rows: &[Row], measured: &[Measurement]) -> Vec<Point> {
    let held: Vec<&Measurement> = measured
        .iter()
        .filter(|one| ARMS.iter().any(|arm| arm.kept_back && arm.petab == one.experiment))
        .collect();
    let pairs = rows.iter().zip(&held).filter(|(row, one)| {
        row.time > 0.0
            && row.observable == one.observable
            && row.condition == one.experiment
            && row.time == one.time
    });
    pairs
        .map(|(row, one)| {
            let range =
                range(held.iter().filter(|other| other.observable == one.observable).map(|one| one.value));
            let (low, high) = row.measured_interval;
            Point {
                observable: row.observable.clone(),
                inside: (low..=high).contains(&one.value),
                width: (high - low) / range,
                error: (row.median - one.value) / range,
                baselines: ARMS
                    .iter()
                    .map(|arm| (same_time(measured, one, arm.petab) - one.value) / range)
                    .collect(),
            }
        })
        .collect()
}

/// Mean of what another condition measured of the same observable at the same time.
fn same_time(measured: &[Measurement], one: &Measurement, condition: &str) -> f64 {
    let same = |other: &&Measurement| {
        other.experiment == condition
            && other.observable == one.observable
            && (other.time - one.time).abs() < 1e-6
    };
    let values: Vec<f64> = measured.iter().filter(same).map(|other| other.value).collect();
    values.iter().sum::<f64>() / values.len() as f64
}

fn range(values: impl Iterator<Item = f64>) -> f64 {
    let (low, high) = values
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    high - low
}

fn coverage(points: &[&Point]) -> f64 {
    points.iter().filter(|point| point.inside).count() as f64 / points.len() as f64
}

fn width(points: &[&Point]) -> f64 {
    median(&points.iter().map(|point| point.width).collect::<Vec<_>>())
}

fn baseline(points: &[&Point], arm: usize) -> f64 {
    root_mean_square(points.iter().map(|point| point.baselines[arm]).filter(|error| error.is_finite()))
}

fn root_mean_square(errors: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = errors.fold((0.0, 0.0), |(sum, n), error| (sum + error * error, n + 1.0));
    (sum / n).sqrt()
}
