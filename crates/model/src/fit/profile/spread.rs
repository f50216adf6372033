use lca_numerics::dense::Cholesky;
use ndarray::Array2;

/// The standard deviation of a parameter by the Fisher information with that of a flat prior within the bounds added.
pub(super) fn spread(fisher: &[f64], lower: &[f64], upper: &[f64], at: usize) -> Option<f64> {
    let n = lower.len();
    let prior = |i: usize| 12.0 / (upper[i] - lower[i]).powi(2);
    let matrix =
        Array2::from_shape_fn((n, n), |(i, j)| fisher[i * n + j] + if i == j { prior(i) } else { 0.0 });
    let mut column = vec![0.0; n];
    column[at] = 1.0;
    Cholesky::new(&matrix).ok()?.solve(&mut column);
    Some(column[at].sqrt()).filter(|spread| *spread > 0.0)
}
