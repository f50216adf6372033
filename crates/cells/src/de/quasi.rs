//! The quasi-likelihood F test.

use super::test::{Gene, tested};
use super::{Design, Tested, each, glm, likely, prior, unit};
use crate::CellsError;
use lca_numerics::dense::Cholesky;
use lca_numerics::stats;

/// The least mean of a count, so that a group of zeros fits.
pub(super) const NEAR_ZERO: f64 = 1e-4;

/// What the two fits of a gene say.
struct Fits {
    effect: f64,
    /// The effect's standard error were there no noise beyond the trend.
    error: f64,
    /// Deviance that the tested coefficient explains.
    gain: f64,
    /// Deviance that is left, brought to the scale of a chi-squared one, and its degrees of freedom.
    left: (f64, f64),
    /// The share of the model's variance that counting alone makes.
    counting: f64,
}

/// The quasi-likelihood F test about the trend of dispersions.
pub(super) fn test(
    rows: &[Vec<f64>],
    sizes: &[f64],
    base: &[f64],
    design: &Design,
) -> Result<Tested, CellsError> {
    let trend = likely::trend(rows, sizes, base, design)?;
    let null = design.without();
    let fits = each(rows, |gene, y| {
        let dispersion = trend[gene];
        let whole = glm::fit(y, sizes, design.matrix.view(), dispersion, NEAR_ZERO)?;
        let less = glm::fit(y, sizes, null.view(), dispersion, NEAR_ZERO)?;
        let gain = glm::deviance(y, &less.means, dispersion) - glm::deviance(y, &whole.means, dispersion);
        Ok(Fits {
            effect: whole.coefficients[design.tested],
            error: glm::error(design.matrix.view(), &whole.means, dispersion, design.tested)?,
            gain: gain.max(0.0),
            left: left(y, &whole.means, design, dispersion)?,
            counting: 1.0 / (1.0 + dispersion * stats::mean(&whole.means)),
        })
    })?;
    let variances: Vec<(f64, f64)> = fits.iter().map(|fit| fit.left).collect();
    let prior = prior::fit(&variances, base);
    let pooled: f64 = variances.iter().map(|of| of.1).sum();
    let genes = fits.into_iter().zip(&prior.scale).map(|(fit, scale)| {
        let (left, freedom) = fit.left;
        // No gene can know its variance better than all together do.
        let total = (prior.freedom + freedom).min(pooled.max(1.0));
        let variance = (prior.freedom * scale + left) / (prior.freedom + freedom);
        // Counts cannot vary less than by chance alone.
        let variance = variance.max(fit.counting);
        let ratio = fit.gain / variance;
        (fit.effect, fit.error * variance.sqrt(), ratio, stats::variance_ratio_sf(ratio, 1.0, total))
    });
    let genes: Vec<Gene> = genes.collect();
    Ok(tested(genes, trend, prior.freedom))
}

/// Deviance left of a gene, each count's share divided by its scale, and degrees of freedom: those that each count's
/// deviance has, less what the coefficients take of them (its leverage). A count whose mean is near 0 has next to none.
fn left(y: &[f64], means: &[f64], design: &Design, dispersion: f64) -> Result<(f64, f64), CellsError> {
    let weights: Vec<f64> = means.iter().map(|mean| mean / (1.0 + dispersion * mean)).collect();
    let information = Cholesky::new(&glm::with_ridge(design.matrix.view(), &weights))?;
    let (mut deviance, mut freedom) = (0.0, 0.0);
    for (at, row) in design.matrix.rows().into_iter().enumerate() {
        let mut solved = row.to_vec();
        information.solve(&mut solved);
        let leverage: f64 = weights[at] * row.iter().zip(&solved).map(|(x, y)| x * y).sum::<f64>();
        let moments = unit::moments(means[at], dispersion);
        deviance += glm::unit_deviance(y[at], means[at], dispersion) / moments.scale();
        freedom += (1.0 - leverage.min(1.0)) * moments.freedom();
    }
    Ok((deviance, freedom))
}
