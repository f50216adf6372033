use super::dispersion::{Dispersions, FLOOR};
use super::{Design, Tested, each, glm};
use crate::CellsError;
use lca_numerics::stats;

/// The least mean of a count for the quasi-likelihood, where a group of zeros shall fit.
const NEAR_ZERO: f64 = 1e-4;

/// One gene: effect, its error, statistic and p value.
type Gene = (f64, f64, f64, f64);

/// Wald's test with shrunken dispersions.
pub(super) fn wald(
    rows: &[Vec<f64>],
    sizes: &[f64],
    design: &Design,
    fitted: &Dispersions,
) -> Result<Tested, CellsError> {
    let x = design.matrix.view();
    let genes = each(rows, |gene, y| {
        let dispersion = fitted.shrunken[gene];
        let found = glm::fit(y, sizes, x, dispersion, FLOOR)?;
        let error = glm::error(x, &found.means, dispersion, design.tested)?;
        let effect = found.coefficients[design.tested];
        let z = effect / error;
        Ok((effect, error, z, 2.0 * stats::normal_sf(z.abs())))
    })?;
    Ok(tested(genes, fitted.shrunken.clone(), fitted.prior))
}

/// The quasi-likelihood F test about the trend of dispersions.
pub(super) fn quasi(
    rows: &[Vec<f64>],
    sizes: &[f64],
    design: &Design,
    fitted: &Dispersions,
) -> Result<Tested, CellsError> {
    let (x, null) = (design.matrix.view(), design.without());
    let fits = each(rows, |gene, y| {
        let dispersion = fitted.trend[gene];
        let whole = glm::fit(y, sizes, x, dispersion, NEAR_ZERO)?;
        let less = glm::fit(y, sizes, null.view(), dispersion, NEAR_ZERO)?;
        let error = glm::error(x, &whole.means, dispersion, design.tested)?;
        let left = glm::deviance(y, &whole.means, dispersion);
        let gain = (glm::deviance(y, &less.means, dispersion) - left).max(0.0);
        Ok((whole.coefficients[design.tested], error, gain, left, freedom(y, &whole.means, design)))
    })?;
    let variances: Vec<(f64, f64)> =
        fits.iter().filter(|fit| fit.4 > 0.0).map(|fit| (fit.3 / fit.4, fit.4)).collect();
    let (prior, centre) = shrinkage(&variances);
    let pooled: f64 = variances.iter().map(|of| of.1).sum();
    let genes = fits.into_iter().map(|(effect, error, gain, left, freedom)| {
        // No gene can know its variance better than all together do.
        let total = (prior + freedom).min(pooled.max(1.0));
        let variance = if prior.is_infinite() { centre } else { (prior * centre + left) / (prior + freedom) };
        let ratio = gain / variance;
        (effect, error * variance.sqrt(), ratio, stats::variance_ratio_sf(ratio, 1.0, total))
    });
    Ok(tested(genes.collect(), fitted.trend.clone(), prior))
}

fn tested(genes: Vec<Gene>, dispersion: Vec<f64>, prior: f64) -> Tested {
    let of = |what: fn(&Gene) -> f64| genes.iter().map(what).collect::<Vec<f64>>();
    Tested { effect: of(|g| g.0), error: of(|g| g.1), stat: of(|g| g.2), p: of(|g| g.3), dispersion, prior }
}

/// Samples that still say something of the noise, less the coefficients they fit: a kind of sample whose counts are all
/// 0 says nothing.
fn freedom(y: &[f64], means: &[f64], design: &Design) -> f64 {
    let empty = |&at: &usize| y[at] == 0.0 && means[at] < 0.01;
    let samples: Vec<usize> = (0..y.len()).filter(|at| !empty(at)).collect();
    let mut kinds: Vec<Vec<u64>> = samples
        .iter()
        .map(|&at| design.matrix.row(at).iter().map(|value| value.to_bits()).collect())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let coefficients = design.matrix.ncols().min(kinds.len());
    samples.len().saturating_sub(coefficients) as f64
}

/// Degrees of freedom and centre of the scaled inverse chi-squared that variances come from (Smyth 2004): from the mean
/// and variance of their logarithms.
fn shrinkage(variances: &[(f64, f64)]) -> (f64, f64) {
    let middle = stats::median(&variances.iter().map(|of| of.0).collect::<Vec<_>>()).max(1e-12);
    if variances.len() < 2 {
        return (f64::INFINITY, middle);
    }
    let log = |&(variance, freedom): &(f64, f64)| {
        let half = 0.5 * freedom;
        (variance.max(1e-5 * middle)).ln() - stats::digamma(half) + half.ln()
    };
    let logs: Vec<f64> = variances.iter().map(log).collect();
    let mean = stats::mean(&logs);
    let sampling =
        variances.iter().map(|of| stats::trigamma(0.5 * of.1)).sum::<f64>() / variances.len() as f64;
    let beyond = stats::variance(&logs) - sampling;
    if beyond <= 0.0 {
        return (f64::INFINITY, mean.exp());
    }
    let half = stats::trigamma_inverse(beyond);
    (2.0 * half, (mean + stats::digamma(half) - half.ln()).exp())
}
