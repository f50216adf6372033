use lca_kinetics::petab::Measurement;
use std::collections::BTreeSet;

/// A prediction that needs no model, to be beaten.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// What it is, for people.
    pub name: String,
    /// One value per measurement; NaN where it has none.
    pub values: Vec<f64>,
}

impl Baseline {
    /// Root mean square error against measurements, over those it has a value for; NaN of none.
    #[must_use]
    pub fn rmse(&self, measured: &[Measurement]) -> f64 {
        let errors = self.values.iter().zip(measured).map(|(value, m)| value - m.value);
        root_mean_square(errors.filter(|error| !error.is_nan()))
    }
}

pub(super) fn root_mean_square(errors: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = errors.fold((0.0, 0u64), |(sum, count), error| (sum + error * error, count + 1));
    (sum / count as f64).sqrt()
}

/// The mean of the measurements themselves, per observable: a constant that knows its level.
#[must_use]
pub fn baseline_mean(measured: &[Measurement]) -> Baseline {
    let mean = |observable: &str| {
        let values: Vec<f64> =
            measured.iter().filter(|m| m.observable == observable).map(|m| m.value).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    Baseline { name: "mean".to_owned(), values: measured.iter().map(|m| mean(&m.observable)).collect() }
}

/// What training measured of the same observable in another condition at the same time.
#[must_use]
pub fn baseline_condition(training: &[Measurement], measured: &[Measurement], condition: &str) -> Baseline {
    let value = |m: &Measurement| {
        at_time(training.iter().filter(|t| t.observable == m.observable && t.experiment == condition), m.time)
    };
    Baseline { name: condition.to_owned(), values: measured.iter().map(value).collect() }
}

/// What training measured of another observable in the same condition at the same time.
#[must_use]
pub fn baseline_observable(training: &[Measurement], measured: &[Measurement], observable: &str) -> Baseline {
    let value = |m: &Measurement| {
        at_time(
            training.iter().filter(|t| t.observable == observable && t.experiment == m.experiment),
            m.time,
        )
    };
    Baseline { name: observable.to_owned(), values: measured.iter().map(value).collect() }
}

/// The baseline of least error: the hardest to beat, chosen with knowledge no predictor has. None
/// when no baseline has a value for every measurement.
#[must_use]
pub fn nearest(
    training: &[Measurement],
    measured: &[Measurement],
    names: impl Fn(&Measurement) -> &str,
    make: impl Fn(&[Measurement], &[Measurement], &str) -> Baseline,
) -> Option<Baseline> {
    let names: BTreeSet<&str> = training.iter().map(names).collect();
    let all = names.into_iter().map(|name| make(training, measured, name));
    let complete = all.filter(|baseline| baseline.values.iter().all(|value| value.is_finite()));
    complete.min_by(|a, b| a.rmse(measured).total_cmp(&b.rmse(measured)))
}

/// The mean of the values at a time, or on the line between the neighbouring times; NaN outside.
fn at_time<'m>(values: impl Iterator<Item = &'m Measurement>, time: f64) -> f64 {
    let all: Vec<(f64, f64)> = values.map(|m| (m.time, m.value)).collect();
    let mean = |at: f64| {
        let same: Vec<f64> = all.iter().filter(|(t, _)| *t == at).map(|(_, value)| *value).collect();
        same.iter().sum::<f64>() / same.len() as f64
    };
    let before = all.iter().map(|(t, _)| *t).filter(|t| *t <= time).fold(f64::NEG_INFINITY, f64::max);
    let after = all.iter().map(|(t, _)| *t).filter(|t| *t >= time).fold(f64::INFINITY, f64::min);
    if before == after {
        return mean(before);
    }
    if !before.is_finite() || !after.is_finite() {
        return f64::NAN;
    }
    let share = (time - before) / (after - before);
    mean(before) * (1.0 - share) + mean(after) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(observable: &str, condition: &str, values: &[f64]) -> Vec<Measurement> {
        let one = |(k, value): (usize, &f64)| Measurement::new(observable, condition, k as f64, *value);
        values.iter().enumerate().map(one).collect()
    }

    #[test]
    fn the_nearest_condition_is_interpolated_and_chosen_by_error() {
        let training = [series("y", "low", &[0.0, 2.0, 4.0]), series("y", "high", &[5.0, 6.0, 7.0])].concat();
        let measured = vec![Measurement::new("y", "new", 0.5, 1.5), Measurement::new("y", "new", 2.0, 4.0)];
        let low = baseline_condition(&training, &measured, "low");
        assert_eq!(low.values, [1.0, 4.0]);
        assert!((low.rmse(&measured) - (0.125f64).sqrt()).abs() < 1e-12);
        let best = nearest(&training, &measured, |m| &m.experiment, baseline_condition).unwrap();
        assert_eq!(best.name, "low");
        assert_eq!(baseline_mean(&measured).values, [2.75, 2.75]);
        let late = [Measurement::new("y", "new", 9.0, 1.0)];
        assert!(nearest(&training, &late, |m| &m.experiment, baseline_condition).is_none());
    }
}
