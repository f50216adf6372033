use super::{chi2_sf, incomplete_beta, student_two_sided};

/// Probability that a ratio of variances (Snedecor's F) of `above` and `below` degrees of freedom exceeds
/// `ratio`; `below` may be ∞.
#[must_use]
pub fn variance_ratio_sf(ratio: f64, above: f64, below: f64) -> f64 {
    if ratio.is_nan() || ratio <= 0.0 {
        return if ratio.is_nan() { f64::NAN } else { 1.0 };
    }
    if ratio.is_infinite() {
        return 0.0;
    }
    if below.is_infinite() {
        return chi2_sf(ratio * above, above);
    }
    incomplete_beta(below / (below + above * ratio), 0.5 * below, 0.5 * above)
}

/// How far from zero a Student number of `freedom` degrees lies with this probability at most, both sides
/// together: 2.228 for 0.95 and 10. NaN outside 0 to 1.
#[must_use]
pub fn student_reach(probability: f64, freedom: f64) -> f64 {
    let valid = (0.0..1.0).contains(&probability) && freedom > 0.0;
    if !valid {
        return f64::NAN;
    }
    let outside = |t: f64| student_two_sided(t, freedom) > 1.0 - probability;
    let (mut low, mut high) = (0.0, 1.0);
    while outside(high) && high < 1e300 {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if outside(middle) { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_scipy() {
        // scipy.stats.f.sf, scipy.stats.t.ppf
        assert!((variance_ratio_sf(3.5, 3.0, 12.0) - 0.049_640_537_979_886_85).abs() < 1e-12);
        assert!((variance_ratio_sf(4.0, 1.0, 10.0) - student_two_sided(2.0, 10.0)).abs() < 1e-13);
        assert!((variance_ratio_sf(2.0, 3.0, f64::INFINITY) - chi2_sf(6.0, 3.0)).abs() < 1e-13);
        assert!((student_reach(0.95, 10.0) - 2.228_138_851_986_274).abs() < 1e-9);
        assert!(student_reach(1.0, 10.0).is_nan() && variance_ratio_sf(-1.0, 2.0, 2.0) == 1.0);
    }
}
