/// The digamma function ψ(x) for `x > 0`, by recurrence to 10 and its asymptotic series (DLMF 5.11.2); NaN
/// elsewhere.
#[must_use]
pub fn digamma(x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    let (mut x, mut value) = (x, 0.0);
    while x < 10.0 {
        value -= 1.0 / x;
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    value + x.ln()
        - 0.5 / x
        - y * (1.0 / 12.0 - y * (1.0 / 120.0 - y * (1.0 / 252.0 - y * (1.0 / 240.0 - y / 132.0))))
}

/// The trigamma function ψ′(x) for `x > 0`, by the same way (DLMF 5.15.8); NaN elsewhere.
#[must_use]
pub fn trigamma(x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    let (mut x, mut value) = (x, 0.0);
    while x < 10.0 {
        value += 1.0 / (x * x);
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    let series = y * (1.0 / 6.0 - y * (1.0 / 30.0 - y * (1.0 / 42.0 - y * (1.0 / 30.0 - y * 5.0 / 66.0))));
    value + 1.0 / x + 0.5 * y + series / x
}

/// The number whose trigamma is `y`, by bisection of its logarithm; ∞ at 0, NaN below.
#[must_use]
pub fn trigamma_inverse(y: f64) -> f64 {
    if y.is_nan() || y < 0.0 {
        return f64::NAN;
    }
    if y == 0.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (-40.0_f64, 40.0_f64);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if trigamma(middle.exp()) > y { low = middle } else { high = middle }
    }
    (0.5 * (low + high)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_known_values() {
        let euler = 0.577_215_664_901_532_9;
        assert!((digamma(1.0) + euler).abs() < 1e-13);
        assert!((digamma(0.5) + euler + 2.0 * 2f64.ln()).abs() < 1e-13);
        let basel = std::f64::consts::PI.powi(2) / 6.0;
        assert!((trigamma(1.0) - basel).abs() < 1e-13);
        assert!((trigamma(0.5) - 3.0 * basel).abs() < 1e-12);
        assert!((trigamma_inverse(trigamma(2.7)) - 2.7).abs() < 1e-10);
        assert!(digamma(0.0).is_nan() && trigamma(-1.0).is_nan() && trigamma_inverse(0.0).is_infinite());
    }
}
