use super::neighbour::baseline_neighbour;
use super::{
    Baseline, LeftOut, ObservableComparison, PredictOptions, PredictedRow, baseline_condition, compare,
    leave_out, predict,
};
use crate::{EnsembleOptions, FitOptions, ModelError, Objective, ensemble, fit};
use lca_core::{NoProgress, Progress};
use lca_kinetics::petab::{Measurement, Problem};
use lca_numerics::stats::quantile;
use std::collections::BTreeSet;

/// How each group of measurements is left out in turn.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossOptions {
    /// How the rest is fitted.
    pub fit: FitOptions,
    /// How its parameters are sampled.
    pub chains: EnsembleOptions,
    /// The condition that stands for "nothing was changed"; none: what training measured of the
    /// observable at its first time.
    pub no_change: Option<String>,
}

/// How the prediction of one observable in one left-out group fared. Values that do not exist are NaN.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossRow {
    /// The group left out.
    pub left_out: String,
    /// The observable.
    pub observable: String,
    /// How many measurements of it.
    pub n: usize,
    /// Root mean square error of the median.
    pub rmse: f64,
    /// That of "nothing changed".
    pub no_change: f64,
    /// That of the nearest condition: the one whose changes differ least, doses by their ratio.
    pub nearest: f64,
    /// Share of the measurements inside their 90 % intervals.
    pub coverage: f64,
    /// Median width of these.
    pub width: f64,
    /// Factor by which the intervals must be widened for what the *other* groups' predictions missed.
    pub scale: f64,
    /// Share inside the intervals widened so.
    pub scaled_coverage: f64,
    /// The worst split R-hat of the chains.
    pub r_hat: f64,
    /// Why there is no prediction, or what to know of it.
    pub note: String,
}

impl CrossRow {
    /// Whether there is a prediction and a baseline.
    #[must_use]
    pub fn scored(&self) -> bool {
        self.rmse.is_finite() && (self.no_change.is_finite() || self.nearest.is_finite())
    }

    /// Whether the prediction has less error than both baselines; one that does not exist is beaten.
    #[must_use]
    pub fn beats_both(&self) -> bool {
        [self.no_change, self.nearest].iter().all(|rmse| rmse.is_nan() || self.rmse < *rmse)
    }

    fn without_prediction(left_out: &str, observable: &str, n: usize, note: String) -> Self {
        let (rmse, no_change, nearest, coverage) = (f64::NAN, f64::NAN, f64::NAN, f64::NAN);
        let (width, scale, scaled_coverage, r_hat) = (f64::NAN, f64::NAN, f64::NAN, f64::NAN);
        let (left_out, observable) = (left_out.to_owned(), observable.to_owned());
        Self {
            left_out,
            observable,
            n,
            rmse,
            no_change,
            nearest,
            coverage,
            width,
            scale,
            scaled_coverage,
            r_hat,
            note,
        }
    }
}

/// Leaves out each group of measurements in turn, fits and samples the rest, and compares what it
/// foretells with what was left out. Intervals that models which miss something give are too narrow;
/// how much so is learnt from the other groups (split-conformal calibration by groups, after Lei et
/// al. 2018, doi:10.1080/01621459.2017.1307116): each interval is widened about its median by the
/// factor that would have held 90 % of the other groups' measurements.
///
/// # Errors
/// When the problem itself is wrong, or when stopped. A group that cannot be predicted is a row with
/// a note.
pub fn leave_each_out(
    problem: &Problem,
    group: &(dyn Fn(&Measurement) -> String + Sync),
    options: &CrossOptions,
    progress: &dyn Progress,
) -> Result<Vec<CrossRow>, ModelError> {
    let groups: BTreeSet<String> = problem.measurements.iter().map(group).collect();
    let (mut rows, mut misses) = (Vec::new(), Vec::new());
    for (at, name) in groups.iter().enumerate() {
        progress.at(at as u64, groups.len() as u64)?;
        let parts = leave_out(problem, |one| group(one) == *name);
        match one(&parts, options) {
            Ok(found) => found.into_iter().for_each(|(row, missed)| {
                rows.push(CrossRow { left_out: name.clone(), ..row });
                misses.push(missed);
            }),
            Err(ModelError::Cancelled(stop)) => return Err(stop.into()),
            Err(cause) => {
                let why = match cause {
                    ModelError::NoValue(id) if parts.dropped.contains(&id) => {
                        format!(
                            "nothing else that was measured depends on `{id}`, so it cannot be learnt from the rest"
                        )
                    }
                    other => other.to_string(),
                };
                let names: BTreeSet<&str> =
                    parts.held.measurements.iter().map(|m| m.observable.as_str()).collect();
                for observable in names {
                    let n = parts.held.measurements.iter().filter(|m| m.observable == observable).count();
                    rows.push(CrossRow::without_prediction(name, observable, n, why.clone()));
                    misses.push(Vec::new());
                }
            }
        }
    }
    calibrate(&mut rows, &misses);
    Ok(rows)
}

/// For each measurement how far it lies from the median, in halves of its interval on that side.
type Misses = Vec<f64>;

fn one(parts: &LeftOut, options: &CrossOptions) -> Result<Vec<(CrossRow, Misses)>, ModelError> {
    let training = Objective::new(&parts.training)?;
    let fitted = fit(&training, &options.fit, &NoProgress)?;
    let members = ensemble(&training, &fitted, &options.chains, &NoProgress)?;
    let how = PredictOptions { seed: options.chains.seed, ..PredictOptions::default() };
    let found = predict(&training, &members, &parts.held, &how)?;
    let r_hat = members.r_hat.iter().copied().fold(1.0, f64::max);
    let note = if found.pooled_noise { "its noise is taken from the other observables" } else { "" };
    let (known, held) = (&parts.training.measurements, &parts.held.measurements);
    let comparison = compare(&found, held, &[])?;
    let row = |one: &ObservableComparison| {
        let of: Vec<usize> = (0..held.len()).filter(|&at| held[at].observable == one.observable).collect();
        let measured: Vec<Measurement> = of.iter().map(|&at| held[at].clone()).collect();
        let row = CrossRow {
            rmse: one.rmse,
            no_change: unchanged(known, &measured, options.no_change.as_deref()).rmse(&measured),
            nearest: baseline_neighbour(&parts.training, known, &measured).rmse(&measured),
            coverage: one.coverage,
            width: one.width,
            r_hat,
            ..CrossRow::without_prediction("", &one.observable, one.n, note.to_owned())
        };
        (row, of.iter().map(|&at| missed(&found.rows[at], held[at].value)).collect())
    };
    Ok(comparison.observables.iter().map(row).collect())
}

fn missed(row: &PredictedRow, value: f64) -> f64 {
    let (low, high) = row.measured_interval;
    let half = if value < row.median { row.median - low } else { high - row.median };
    (value - row.median).abs() / half
}

/// What would be measured if nothing changed.
fn unchanged(known: &[Measurement], measured: &[Measurement], condition: Option<&str>) -> Baseline {
    if let Some(condition) = condition {
        return baseline_condition(known, measured, condition);
    }
    let value = |one: &Measurement| {
        let same = || known.iter().filter(|m| m.observable == one.observable);
        let first = same().map(|m| m.time).fold(f64::INFINITY, f64::min);
        let values: Vec<f64> = same().filter(|m| m.time == first).map(|m| m.value).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    Baseline { name: "no change".to_owned(), values: measured.iter().map(value).collect() }
}

/// Share of measurements that intervals promise to hold.
const LEVEL: f64 = 0.9;

fn calibrate(rows: &mut [CrossRow], misses: &[Misses]) {
    let names: Vec<String> = rows.iter().map(|row| row.left_out.clone()).collect();
    for (row, own) in rows.iter_mut().zip(misses).filter(|(_, own)| !own.is_empty()) {
        let others = names.iter().zip(misses).filter(|(name, _)| **name != row.left_out);
        let others: Vec<f64> =
            others.flat_map(|(_, missed)| missed).copied().filter(|m| m.is_finite()).collect();
        if others.is_empty() {
            continue;
        }
        row.scale = quantile(&others, LEVEL).max(1.0);
        row.scaled_coverage =
            own.iter().filter(|missed| **missed <= row.scale).count() as f64 / own.len() as f64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_widen_by_what_the_other_groups_missed() {
        let row = |name: &str| CrossRow::without_prediction(name, "y", 2, String::new());
        let mut rows = vec![row("a"), row("b")];
        calibrate(&mut rows, &[vec![0.5, 3.0], vec![4.0, 4.0]]);
        assert!((rows[0].scale - 4.0).abs() < 1e-12 && (rows[0].scaled_coverage - 1.0).abs() < 1e-12);
        assert!(rows[1].scale < 3.0 && rows[1].scaled_coverage == 0.0);
    }
}
