//! The deviance of one count.

use lca_numerics::stats;

/// Above this mean a count is nearly continuous, and its deviance that of a gamma deviate.
const CONTINUOUS: f64 = 150.0;
/// Probabilities below this share of what was added before say nothing.
const SMALL: f64 = 1e-12;

/// Mean and variance of the deviance of one count whose model is right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moments {
    mean: f64,
    variance: f64,
}

impl Moments {
    /// Of the scaled chi-squared distribution with the same mean and variance: its scale.
    pub(super) fn scale(self) -> f64 {
        0.5 * self.variance / self.mean
    }

    /// And its degrees of freedom.
    pub(super) fn freedom(self) -> f64 {
        2.0 * self.mean * self.mean / self.variance
    }
}

/// By summation over all counts; of large means, those of a gamma deviance.
pub(super) fn moments(mean: f64, dispersion: f64) -> Moments {
    let size = 1.0 / dispersion;
    if mean > CONTINUOUS {
        return continuous(size);
    }
    let (odds, mut chance) = (dispersion * mean / (1.0 + dispersion * mean), empty(mean, dispersion));
    let (mut first, mut second, mut y) = (0.0, 0.0, 0.0);
    loop {
        let deviance = super::glm::unit_deviance(y, mean, dispersion);
        let (one, two) = (chance * deviance, chance * deviance * deviance);
        (first, second) = (first + one, second + two);
        // A count at the mean has no deviance, and yet others follow.
        if y > mean && chance + two <= SMALL * second {
            return Moments { mean: first, variance: second - first * first };
        }
        chance *= (y + size) / (y + 1.0) * odds;
        y += 1.0;
    }
}

/// The probability of no count.
fn empty(mean: f64, dispersion: f64) -> f64 {
    (-(dispersion * mean).ln_1p() / dispersion).exp()
}

/// Of a gamma deviate r of mean 1 and shape `size`, times the size: 2 (r - 1 - ln r).
fn continuous(size: f64) -> Moments {
    // Where the size is large, by the series of digamma and trigamma, whose differences would be rounding.
    if size > 1e3 {
        return Moments { mean: 1.0 + 1.0 / (6.0 * size), variance: 2.0 + 2.0 / (3.0 * size) };
    }
    Moments {
        mean: 2.0 * size * (size.ln() - stats::digamma(size)),
        variance: 4.0 * size * size * (stats::trigamma(size) - 1.0 / size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_go_over_into_the_continuous_and_vanish_with_the_mean() {
        for dispersion in [1e-6, 0.01, 0.1, 0.5] {
            let (sum, limit) = (moments(149.9, dispersion), moments(150.1, dispersion));
            assert!((sum.mean / limit.mean - 1.0).abs() < 5e-3, "{dispersion}: {sum:?} {limit:?}");
            assert!((sum.variance / limit.variance - 1.0).abs() < 3e-2, "{dispersion}: {sum:?} {limit:?}");
        }
        let (near, far) = (continuous(999.0), continuous(1001.0));
        assert!((near.mean - far.mean).abs() < 1e-6 && (near.variance - far.variance).abs() < 1e-5);
        assert!(moments(1e-4, 0.1).freedom() < 1e-3);
        // Poisson's of mean 1 by hand: Σ P(y) 2 (y ln y - y + 1).
        let mut chance = (-1.0_f64).exp();
        let mut want = 2.0 * chance;
        for y in 1..40_u32 {
            chance /= f64::from(y);
            want += chance * 2.0 * (f64::from(y) * f64::from(y).ln() - f64::from(y) + 1.0);
        }
        assert!((moments(1.0, 1e-8).mean - want).abs() < 1e-6);
    }
}
