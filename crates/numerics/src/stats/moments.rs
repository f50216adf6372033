/// The mean; NaN of no values.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The unbiased variance (divided by n - 1); NaN of fewer than two values.
#[must_use]
pub fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return f64::NAN;
    }
    let centre = mean(values);
    values.iter().map(|value| (value - centre).powi(2)).sum::<f64>() / (values.len() - 1) as f64
}

/// The quantile at `probability` (clamped to 0..1), between the two nearest values linearly (type 7
/// of Hyndman & Fan 1996, numpy's default). NaN values are left out; NaN when none is left.
#[must_use]
pub fn quantile(values: &[f64], probability: f64) -> f64 {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let position = probability.clamp(0.0, 1.0) * last as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    let share = position - below as f64;
    if share == 0.0 { sorted[below] } else { sorted[below] + share * (sorted[above] - sorted[below]) }
}

/// The median; NaN values are left out, NaN when none is left.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert!((mean(&values) - 2.5).abs() < 1e-15);
        assert!((variance(&values) - 5.0 / 3.0).abs() < 1e-15);
        assert!((quantile(&values, 0.1) - 1.3).abs() < 1e-12);
        assert!((median(&[1.0, f64::NAN, 3.0]) - 2.0).abs() < 1e-15);
        assert!(variance(&[1.0]).is_nan() && median(&[]).is_nan());
    }
}
