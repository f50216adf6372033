use ndarray::Array2;

/// Bins of confidence.
const BINS: usize = 10;

/// The power that makes probabilities as likely as can be, from 1/20 to 20, by golden section.
pub(super) fn sharpness(probabilities: &Array2<f64>, codes: &[usize]) -> f64 {
    let loss = |log: f64| {
        let power = log.exp();
        let one = |(row, &code): (ndarray::ArrayView1<'_, f64>, &usize)| {
            let logs: Vec<f64> = row.iter().map(|p| power * p.max(1e-12).ln()).collect();
            let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            top + logs.iter().map(|value| (value - top).exp()).sum::<f64>().ln() - logs[code]
        };
        probabilities.rows().into_iter().zip(codes).map(one).sum::<f64>()
    };
    let ratio = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut low, mut high) = (-(20.0_f64.ln()), 20.0_f64.ln());
    while high - low > 1e-4 {
        let reach = ratio * (high - low);
        if loss(high - reach) <= loss(low + reach) {
            high = low + reach;
        } else {
            low = high - reach;
        }
    }
    (0.5 * (low + high)).exp()
}

/// Probabilities raised to a power, and brought back to the sum 1.
pub(super) fn sharpened(mut probabilities: Array2<f64>, power: f64) -> Array2<f64> {
    for mut row in probabilities.rows_mut() {
        row.mapv_inplace(|p| p.max(1e-12).powf(power));
        let sum = row.sum();
        row.mapv_inplace(|p| p / sum);
    }
    probabilities
}

/// The expected calibration error (Naeini et al. 2015): within bins of confidence, how far its mean is from the share of
/// right answers, weighted by the bins' sizes.
pub(super) fn error(confidence: &[f64], right: &[bool]) -> f64 {
    let mut bins = [(0.0, 0.0); BINS];
    for (&confidence, &right) in confidence.iter().zip(right) {
        let bin = &mut bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += confidence;
        bin.1 += f64::from(u8::from(right));
    }
    let off: f64 = bins.iter().map(|(sure, right): &(f64, f64)| (sure - right).abs()).sum();
    off / confidence.len().max(1) as f64
}
