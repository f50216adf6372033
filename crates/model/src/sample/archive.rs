use crate::Objective;
use crate::fit::local;
use lca_numerics::dense::symmetric_eigen;
use lca_numerics::rng;
use ndarray::Array2;
use rand_distr::{Distribution, StandardNormal};

/// Stream of random numbers for the first archive, beside those of the chains.
const STREAM: u64 = u64::MAX;

/// Points spread as the Fisher information at the best fits says, within the bounds. Directions
/// without information spread as far as the bounds are wide.
pub(super) fn first(
    objective: &Objective,
    fits: &[Vec<f64>],
    (lower, upper): (&[f64], &[f64]),
    size: usize,
    seed: u64,
) -> Vec<Vec<f64>> {
    let mut rng = rng(seed, STREAM);
    let spreads: Vec<Array2<f64>> = fits.iter().map(|fit| spread(objective, fit, lower, upper)).collect();
    let mut archive = Vec::with_capacity(size);
    while archive.len() < size && !fits.is_empty() {
        let which = archive.len() % fits.len();
        let normal: Vec<f64> = (0..lower.len()).map(|_| StandardNormal.sample(&mut rng)).collect();
        let moved = spreads[which].dot(&ndarray::ArrayView1::from(&normal));
        let point: Vec<f64> = fits[which].iter().zip(&moved).map(|(x, d)| x + d).collect();
        archive.push(reflect(point, lower, upper));
    }
    archive
}

/// A square root of the covariance about a fit.
fn spread(objective: &Objective, fit: &[f64], lower: &[f64], upper: &[f64]) -> Array2<f64> {
    let n = fit.len();
    let information = local(objective, fit, true).map_or_else(|| vec![0.0; n * n], |local| local.hessian);
    let prior = |i: usize| 12.0 / (upper[i] - lower[i]).powi(2);
    let matrix =
        Array2::from_shape_fn((n, n), |(i, j)| information[i * n + j] + if i == j { prior(i) } else { 0.0 });
    match symmetric_eigen(&matrix) {
        Ok(eigen) => {
            Array2::from_shape_fn((n, n), |(i, k)| eigen.vectors[[i, k]] / eigen.values[k].max(1e-12).sqrt())
        }
        Err(_) => Array2::from_shape_fn((n, n), |(i, j)| if i == j { prior(i).sqrt().recip() } else { 0.0 }),
    }
}

/// Folds a point back into the bounds as by mirrors, which keeps proposals symmetric.
pub(super) fn reflect(mut point: Vec<f64>, lower: &[f64], upper: &[f64]) -> Vec<f64> {
    for ((x, &low), &high) in point.iter_mut().zip(lower).zip(upper) {
        let width = high - low;
        if !(low..=high).contains(x) && width > 0.0 {
            let beyond = (*x - low).rem_euclid(2.0 * width);
            *x = low + if beyond > width { 2.0 * width - beyond } else { beyond };
        }
    }
    point
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrors_fold_into_the_bounds() {
        let folded = reflect(vec![1.25, -0.25, 2.5, 0.5], &[0.0; 4], &[1.0; 4]);
        for (found, expected) in folded.iter().zip([0.75, 0.25, 0.5, 0.5]) {
            assert!((found - expected).abs() < 1e-12);
        }
    }
}
