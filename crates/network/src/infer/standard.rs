use ndarray::ArrayView1;

/// Values with mean 0 and variance 1; none where all are the same.
pub(crate) fn standard(values: ArrayView1<'_, f64>) -> Option<Vec<f64>> {
    let count = values.len() as f64;
    let mean = values.sum() / count;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    let first = values.first()?;
    if variance.is_nan() || variance <= 0.0 || values.iter().all(|value| value == first) {
        return None;
    }
    let scale = variance.sqrt().recip();
    Some(values.iter().map(|value| (value - mean) * scale).collect())
}
