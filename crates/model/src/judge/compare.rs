use super::baseline::root_mean_square;
use super::{Baseline, PredictedRow, Prediction};
use crate::ModelError;
use lca_kinetics::petab::Measurement;
use lca_numerics::stats::median;
use std::collections::BTreeSet;

/// A prediction held against measurements that were not used to make it.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Over all measurements.
    pub overall: ObservableComparison,
    /// Per observable, by name.
    pub observables: Vec<ObservableComparison>,
}

/// How measurements of one observable lie to their prediction.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservableComparison {
    /// The observable, or `all`.
    pub observable: String,
    /// How many measurements.
    pub n: usize,
    /// The share of them inside the prediction's intervals of measurements.
    pub coverage: f64,
    /// Root mean square error of the median.
    pub rmse: f64,
    /// The share of their variance that the median explains; negative when the mean is better.
    pub r_squared: f64,
    /// Median width of the intervals of measurements.
    pub width: f64,
    /// Largest minus smallest measurement.
    pub range: f64,
    /// Name and root mean square error of each baseline, in the order given.
    pub baselines: Vec<(String, f64)>,
}

impl ObservableComparison {
    /// Whether the prediction has less error than every baseline.
    #[must_use]
    pub fn beats_baselines(&self) -> bool {
        self.baselines.iter().all(|(_, rmse)| self.rmse < *rmse)
    }
}

/// Compares a prediction with measurements, row by row, and with baselines.
///
/// # Errors
/// When the numbers of rows differ or there are none.
pub fn compare(
    prediction: &Prediction,
    measured: &[Measurement],
    baselines: &[Baseline],
) -> Result<Comparison, ModelError> {
    let lengths = baselines.iter().map(|baseline| baseline.values.len()).chain([prediction.rows.len()]);
    if measured.is_empty() || lengths.into_iter().any(|length| length != measured.len()) {
        let why = format!("{} measurements for {} predicted rows", measured.len(), prediction.rows.len());
        return Err(ModelError::Argument { what: "comparison", why });
    }
    let all: Vec<usize> = (0..measured.len()).collect();
    let names: BTreeSet<&str> = measured.iter().map(|m| m.observable.as_str()).collect();
    let of = |name: &str| {
        let rows: Vec<usize> = all.iter().copied().filter(|&at| measured[at].observable == name).collect();
        part(name, &rows, &prediction.rows, measured, baselines)
    };
    let observables = names.into_iter().map(of).collect();
    Ok(Comparison { overall: part("all", &all, &prediction.rows, measured, baselines), observables })
}

fn part(
    name: &str,
    at: &[usize],
    predicted: &[PredictedRow],
    measured: &[Measurement],
    baselines: &[Baseline],
) -> ObservableComparison {
    let values: Vec<f64> = at.iter().map(|&at| measured[at].value).collect();
    let inside = at.iter().filter(|&&at| {
        let (low, high) = predicted[at].measured_interval;
        (low..=high).contains(&measured[at].value)
    });
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let rmse = root_mean_square(at.iter().map(|&at| predicted[at].median - measured[at].value));
    let spread = root_mean_square(values.iter().map(|value| value - mean));
    let widths: Vec<f64> =
        at.iter().map(|&at| predicted[at].measured_interval.1 - predicted[at].measured_interval.0).collect();
    let baseline = |baseline: &Baseline| {
        let errors = at.iter().map(|&at| baseline.values[at] - measured[at].value);
        (baseline.name.clone(), root_mean_square(errors.filter(|error| !error.is_nan())))
    };
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    ObservableComparison {
        observable: name.to_owned(),
        n: at.len(),
        coverage: inside.count() as f64 / at.len() as f64,
        rmse,
        r_squared: 1.0 - (rmse / spread).powi(2),
        width: median(&widths),
        range: most - values.iter().copied().fold(f64::INFINITY, f64::min),
        baselines: baselines.iter().map(baseline).collect(),
    }
}
