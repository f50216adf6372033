//! Where variances of genes come from.

use lca_numerics::dense::Cholesky;
use libm::lgamma;
use ndarray::Array2;

/// Fewer genes than this have no trend.
const TREND: usize = 50;
/// Logarithms of the least and most degrees of freedom.
const FREEDOM: (f64, f64) = (-0.7, 9.2);
/// Steps towards the most likely trend at most, and the longest one.
const ROUNDS: usize = 60;
const LONGEST: f64 = 1.5;

/// The scaled inverse chi-squared distribution that variances are drawn from.
pub(super) struct Prior {
    /// Its degrees of freedom.
    pub(super) freedom: f64,
    /// Its scale at each gene.
    pub(super) scale: Vec<f64>,
}

/// The most likely one of variances that are F-distributed about it (Smyth 2004), its scale a quadratic trend of the
/// logarithm of the mean count. `left` is each gene's deviance and its degrees of freedom, of which it may have next to
/// none. By likelihood rather than by moments of logarithms, a variance of nearly 0 weighs no more than it knows.
pub(super) fn fit(left: &[(f64, f64)], means: &[f64]) -> Prior {
    let terms = terms(means);
    let likelihood = |log: f64| {
        let freedom = log.exp();
        scale(left, &terms, freedom).map_or(f64::NEG_INFINITY, |fitted| {
            left.iter().zip(scales(&terms, &fitted)).map(|(&of, scale)| chance(of, scale, freedom)).sum()
        })
    };
    let freedom = super::dispersion::highest(FREEDOM, likelihood).exp();
    let fitted = scale(left, &terms, freedom).unwrap_or_else(|| vec![0.0; terms.ncols()]);
    Prior { freedom, scale: scales(&terms, &fitted) }
}

/// Genes × terms of the trend: 1, the logarithm of the mean in deviations from its middle, and its square.
fn terms(means: &[f64]) -> Array2<f64> {
    let logs: Vec<f64> = means.iter().map(|mean| mean.max(1e-12).ln()).collect();
    let (middle, spread) = (lca_numerics::stats::mean(&logs), lca_numerics::stats::variance(&logs).sqrt());
    let count = if means.len() < TREND || spread < 1e-6 { 1 } else { 3 };
    Array2::from_shape_fn((means.len(), count), |(gene, term)| {
        ((logs[gene] - middle) / spread).powi(term as i32)
    })
}

fn scales(terms: &Array2<f64>, fitted: &[f64]) -> Vec<f64> {
    let of = |row: ndarray::ArrayView1<f64>| row.iter().zip(fitted).map(|(x, b)| x * b).sum::<f64>();
    terms.rows().into_iter().map(|row| of(row).clamp(-30.0, 30.0).exp()).collect()
}

/// Coefficients of the logarithm of the scale by Fisher's scoring.
fn scale(left: &[(f64, f64)], terms: &Array2<f64>, freedom: f64) -> Option<Vec<f64>> {
    let (deviance, own): (f64, f64) = left.iter().fold((0.0, 0.0), |(a, b), of| (a + of.0, b + of.1));
    let mut fitted = vec![0.0; terms.ncols()];
    fitted[0] = (deviance.max(1e-12) / own.max(1e-12)).ln();
    for _ in 0..ROUNDS {
        let mut score = vec![0.0; terms.ncols()];
        let mut information = Array2::<f64>::eye(terms.ncols()) * 1e-9;
        for ((&(deviance, own), scale), row) in left.iter().zip(scales(terms, &fitted)).zip(terms.rows()) {
            let odds = deviance / (freedom * scale);
            let slope = 0.5 * ((own + freedom) * odds / (1.0 + odds) - own);
            let weight = 0.5 * own * freedom / (own + freedom + 2.0);
            for (a, x) in row.iter().enumerate() {
                score[a] += slope * x;
                row.iter().enumerate().for_each(|(b, y)| information[[a, b]] += weight * x * y);
            }
        }
        Cholesky::new(&information).ok()?.solve(&mut score);
        let longest = score.iter().fold(0.0_f64, |most, step| most.max(step.abs()));
        let share = (LONGEST / longest.max(1e-300)).min(1.0);
        fitted.iter_mut().zip(&score).for_each(|(value, step)| *value += share * step);
        if longest < 1e-8 {
            break;
        }
    }
    Some(fitted)
}

/// The logarithm of the probability of a deviance, but for what does not depend on the prior.
fn chance((deviance, own): (f64, f64), scale: f64, freedom: f64) -> f64 {
    let odds = (deviance / (freedom * scale)).max(1e-300);
    lgamma(0.5 * (own + freedom)) - lgamma(0.5 * freedom) + 0.5 * own * odds.ln()
        - 0.5 * (own + freedom) * odds.ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::rng;
    use rand::RngExt;

    /// A chi-squared deviate of a whole number of degrees of freedom.
    fn chi(random: &mut lca_numerics::Rng, freedom: usize) -> f64 {
        let normal = |random: &mut lca_numerics::Rng| {
            let (a, b) = (1.0 - random.random::<f64>(), random.random::<f64>());
            (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
        };
        (0..freedom).map(|_| normal(random).powi(2)).sum()
    }

    #[test]
    fn the_prior_that_variances_were_drawn_from_is_found_though_some_are_zero() {
        let mut random = rng(3, 0);
        let mut left = Vec::new();
        let mut means = Vec::new();
        for gene in 0..4000 {
            let mean: f64 = 10.0_f64.powf(3.0 * random.random::<f64>());
            let scale = 0.8 + 0.1 * mean.ln();
            let variance = 12.0 * scale / chi(&mut random, 12);
            // A tenth says nothing, having no counts to differ.
            left.push(if gene % 10 == 0 { (0.0, 1e-4) } else { (variance * chi(&mut random, 4), 4.0) });
            means.push(mean);
        }
        let found = fit(&left, &means);
        assert!((found.freedom / 12.0).ln().abs() < 0.25, "{}", found.freedom);
        for (scale, mean) in found.scale.iter().zip(&means).filter(|of| *of.1 > 3.0 && *of.1 < 300.0) {
            assert!((scale / (0.8 + 0.1 * mean.ln())).ln().abs() < 0.1, "{mean}: {scale}");
        }
    }
}
