use crate::CellsError;
use lca_numerics::dense::Cholesky;
use libm::lgamma;
use ndarray::{Array1, Array2, ArrayView2};

/// Penalty that keeps coefficients of empty groups finite.
const RIDGE: f64 = 1e-6;
/// Rounds at most, and the relative change of the deviance that ends them.
const ROUNDS: usize = 250;
const SETTLED: f64 = 1e-8;

/// Coefficients of one gene.
pub(super) struct Fit {
    /// Natural logarithms.
    pub(super) coefficients: Array1<f64>,
    /// Expected counts.
    pub(super) means: Vec<f64>,
}

/// Fits a log-linear model with negative binomial noise by reweighted least squares; means stay above `floor`.
pub(super) fn fit(
    y: &[f64],
    sizes: &[f64],
    x: ArrayView2<f64>,
    dispersion: f64,
    floor: f64,
) -> Result<Fit, CellsError> {
    let logs: Vec<f64> = y.iter().zip(sizes).map(|(y, size)| (y / size + 0.1).ln()).collect();
    let mut coefficients = solve(x, &vec![1.0; y.len()], &logs)?;
    let mut last = f64::INFINITY;
    let mut means = expected(x, &coefficients, sizes, floor);
    for _ in 0..ROUNDS {
        let weights: Vec<f64> = means.iter().map(|mean| mean / (1.0 + dispersion * mean)).collect();
        let working =
            y.iter().zip(&means).zip(sizes).map(|((y, mean), size)| (mean / size).ln() + (y - mean) / mean);
        coefficients = solve(x, &weights, &working.collect::<Vec<_>>())?;
        means = expected(x, &coefficients, sizes, floor);
        let now = -2.0 * log_likelihood(y, &means, dispersion);
        if (now - last).abs() < SETTLED * (now.abs() + 0.1) {
            break;
        }
        last = now;
    }
    Ok(Fit { coefficients, means })
}

fn expected(x: ArrayView2<f64>, coefficients: &Array1<f64>, sizes: &[f64], floor: f64) -> Vec<f64> {
    let linear = x.dot(coefficients);
    linear.iter().zip(sizes).map(|(value, size)| (size * value.clamp(-60.0, 60.0).exp()).max(floor)).collect()
}

/// Weighted least squares.
fn solve(x: ArrayView2<f64>, weights: &[f64], y: &[f64]) -> Result<Array1<f64>, CellsError> {
    let mut right: Vec<f64> = x
        .columns()
        .into_iter()
        .map(|column| column.iter().zip(weights).zip(y).map(|((x, weight), y)| x * weight * y).sum())
        .collect();
    Cholesky::new(&with_ridge(x, weights))?.solve(&mut right);
    Ok(right.into())
}

/// XᵀWX.
pub(super) fn products(x: ArrayView2<f64>, weights: &[f64]) -> Array2<f64> {
    let count = x.ncols();
    Array2::from_shape_fn((count, count), |(a, b)| {
        x.column(a).iter().zip(x.column(b)).zip(weights).map(|((a, b), weight)| a * b * weight).sum()
    })
}

/// The same with the penalty.
pub(super) fn with_ridge(x: ArrayView2<f64>, weights: &[f64]) -> Array2<f64> {
    let mut products = products(x, weights);
    products.diag_mut().mapv_inplace(|value| value + RIDGE);
    products
}

/// The standard error of one coefficient.
pub(super) fn error(
    x: ArrayView2<f64>,
    means: &[f64],
    dispersion: f64,
    at: usize,
) -> Result<f64, CellsError> {
    let weights: Vec<f64> = means.iter().map(|mean| mean / (1.0 + dispersion * mean)).collect();
    let information = products(x, &weights);
    let mut unit = vec![0.0; x.ncols()];
    unit[at] = 1.0;
    Cholesky::new(&with_ridge(x, &weights))?.solve(&mut unit);
    let unit = Array1::from(unit);
    Ok(unit.dot(&information.dot(&unit)).sqrt())
}

/// Logarithm of the probability of counts, negative binomial.
pub(super) fn log_likelihood(y: &[f64], means: &[f64], dispersion: f64) -> f64 {
    let size = 1.0 / dispersion;
    let one = |(&y, &mean): (&f64, &f64)| {
        rising(y, size) - lgamma(y + 1.0) + y * mean.ln() - (y + size) * (dispersion * mean).ln_1p()
    };
    y.iter().zip(means).map(one).sum()
}

/// ln Γ(size + y) - ln Γ(size) - y ln size. By Stirling's series where `size` is large: there the two logarithms are so
/// large that their difference would be noise, and a flat likelihood would have its maximum anywhere.
fn rising(y: f64, size: f64) -> f64 {
    if size < 100.0 {
        return lgamma(size + y) - lgamma(size) - y * size.ln();
    }
    let rest = |at: f64| (1.0 / 12.0 - 1.0 / (360.0 * at * at)) / at;
    (size + y - 0.5) * (y / size).ln_1p() - y + rest(size + y) - rest(size)
}

/// Twice the logarithm of the likelihood that is missing to a perfect fit.
pub(super) fn deviance(y: &[f64], means: &[f64], dispersion: f64) -> f64 {
    y.iter().zip(means).map(|(&y, &mean)| unit_deviance(y, mean, dispersion)).sum()
}

/// The same of one count.
pub(super) fn unit_deviance(y: f64, mean: f64, dispersion: f64) -> f64 {
    let own = if y > 0.0 { y * (y / mean).ln() } else { 0.0 };
    let shared = ((1.0 + dispersion * y) / (1.0 + dispersion * mean)).ln();
    (2.0 * (own - (y + 1.0 / dispersion) * shared)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::rising;

    #[test]
    fn large_sizes_go_on_where_small_ones_end() {
        for y in [0.0, 1.0, 7.0, 300.0] {
            for size in [99.999_f64, 100.001, 1e4, 1e8] {
                let exact: f64 = (0..y as u32).map(|at| (f64::from(at) / size).ln_1p()).sum();
                assert!((rising(y, size) - exact).abs() < 1e-9, "{y} {size}");
            }
        }
    }
}
