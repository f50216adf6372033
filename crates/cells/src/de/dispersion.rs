use super::{Design, each, glm, trend};
use crate::CellsError;
use lca_numerics::dense::Cholesky;
use lca_numerics::stats;
use ndarray::ArrayView2;

/// The least dispersion.
const LEAST: f64 = 1e-8;
/// The least mean of a count.
pub(super) const FLOOR: f64 = 0.5;
/// Steps of the grid over which a maximum is sought before it is narrowed down.
const GRID: usize = 24;
/// A dispersion this many deviations above the trend is not shrunk.
const OUTLYING: f64 = 2.0;
/// The median absolute deviation of a normal deviate is one over this.
const NORMAL: f64 = 1.482_602_218_505_602;

/// Dispersions of all genes.
pub(super) struct Dispersions {
    /// The most probable one of each gene.
    pub(super) shrunken: Vec<f64>,
    /// Variance of log dispersions about the trend.
    pub(super) prior: f64,
}

/// The dispersion of each gene: by itself, by the trend, and both together.
pub(super) fn fit(
    rows: &[Vec<f64>],
    sizes: &[f64],
    base: &[f64],
    design: &Design,
) -> Result<Dispersions, CellsError> {
    let x = design.matrix.view();
    let (samples, coefficients) = x.dim();
    let most = (samples as f64).max(10.0);
    let bounds = (LEAST.ln(), most.ln());
    let means = each(rows, |gene, y| expected(y, sizes, design, base[gene], FLOOR))?;
    let own = each(rows, |gene, y| Ok(highest(bounds, |log| adjusted(y, &means[gene], x, log.exp())).exp()))?;
    let trend = trend::fit(base, &own, 100.0 * LEAST)?;
    let used: Vec<usize> = (0..own.len()).filter(|&gene| own[gene] >= 100.0 * LEAST).collect();
    let residuals: Vec<f64> = used.iter().map(|&gene| own[gene].ln() - trend[gene].ln()).collect();
    let middle = stats::median(&residuals);
    let deviations: Vec<f64> = residuals.iter().map(|value| (value - middle).abs()).collect();
    let spread = if residuals.is_empty() { 0.0 } else { (NORMAL * stats::median(&deviations)).powi(2) };
    let sampling = stats::trigamma(0.5 * (samples - coefficients) as f64);
    let prior = (spread - sampling).max(0.25);
    let shrunken = each(rows, |gene, y| {
        let centre = trend[gene].ln();
        if own[gene].ln() > centre + OUTLYING * spread.sqrt() {
            return Ok(own[gene]);
        }
        let score =
            |log: f64| adjusted(y, &means[gene], x, log.exp()) - (log - centre).powi(2) / (2.0 * prior);
        Ok(highest(bounds, score).exp())
    })?;
    Ok(Dispersions { shrunken, prior })
}

/// Expected counts: by kinds of samples where the design is no more than these, else by a fit with a rough dispersion.
pub(super) fn expected(
    y: &[f64],
    sizes: &[f64],
    design: &Design,
    base: f64,
    floor: f64,
) -> Result<Vec<f64>, CellsError> {
    if design.saturated() {
        let same = |a: usize, b: usize| design.matrix.row(a) == design.matrix.row(b);
        let mean = |own: usize| {
            let kind: Vec<f64> =
                (0..y.len()).filter(|&other| same(own, other)).map(|at| y[at] / sizes[at]).collect();
            (stats::mean(&kind) * sizes[own]).max(floor)
        };
        return Ok((0..y.len()).map(mean).collect());
    }
    let normalised: Vec<f64> = y.iter().zip(sizes).map(|(y, size)| y / size).collect();
    let inverse = stats::mean(&sizes.iter().map(|size| 1.0 / size).collect::<Vec<_>>());
    let moment = (stats::variance(&normalised) - inverse * base) / (base * base).max(1e-12);
    let rough = moment.clamp(LEAST, (y.len() as f64).max(10.0));
    Ok(glm::fit(y, sizes, design.matrix.view(), rough, floor)?.means)
}

/// The profile likelihood of a dispersion, adjusted for the coefficients that were fitted (Cox and Reid 1987).
pub(super) fn adjusted(y: &[f64], means: &[f64], x: ArrayView2<f64>, dispersion: f64) -> f64 {
    let weights: Vec<f64> = means.iter().map(|mean| mean / (1.0 + dispersion * mean)).collect();
    let adjustment = Cholesky::new(&glm::products(x, &weights)).map_or(0.0, |whole| whole.log_determinant());
    glm::log_likelihood(y, means, dispersion) - 0.5 * adjustment
}

/// Where a function is highest: the best of a grid, narrowed by golden section.
pub(super) fn highest((low, high): (f64, f64), of: impl Fn(f64) -> f64) -> f64 {
    let step = (high - low) / GRID as f64;
    let best = (0..=GRID).map(|at| low + step * at as f64).fold((low, f64::NEG_INFINITY), |best, at| {
        let value = of(at);
        if value > best.1 { (at, value) } else { best }
    });
    let ratio = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut low, mut high) = ((best.0 - step).max(low), (best.0 + step).min(high));
    let (mut left, mut right) = (high - ratio * (high - low), low + ratio * (high - low));
    let (mut at_left, mut at_right) = (of(left), of(right));
    while high - low > 1e-6 {
        if at_left >= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - ratio * (high - low);
            at_left = of(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + ratio * (high - low);
            at_right = of(right);
        }
    }
    0.5 * (low + high)
}
