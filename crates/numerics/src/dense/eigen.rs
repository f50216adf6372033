use super::DenseError;
use super::error::square;
use super::tridiagonal::{Tridiagonal, tridiagonalise};
use ndarray::{Array2, Axis};

/// Eigenvalues and eigenvectors of a symmetric matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigen {
    /// The eigenvalues, largest first.
    pub values: Vec<f64>,
    /// The unit eigenvectors, one per column, in the order of the values. The entry of largest
    /// magnitude is positive (the first such entry, where several are equally large).
    pub vectors: Array2<f64>,
}

/// All eigenvalues and eigenvectors of a symmetric matrix, by Householder reduction and implicit QR
/// steps with Wilkinson's shift (Golub & Van Loan, *Matrix Computations*, 4th ed., section 8.3).
/// The matrix is taken as symmetric: the average with its transpose is used. Time grows with the
/// cube of the order; above about 1000 rows [`super::largest_eigen`] is the better tool.
///
/// # Errors
/// [`DenseError::Shape`], [`DenseError::NotFinite`] or [`DenseError::NotConverged`].
pub fn symmetric_eigen(matrix: &Array2<f64>) -> Result<Eigen, DenseError> {
    let n = square(matrix.nrows(), matrix.ncols())?;
    if matrix.iter().any(|value| !value.is_finite()) {
        return Err(DenseError::NotFinite);
    }
    let symmetric = Array2::from_shape_fn((n, n), |(i, j)| 0.5 * (matrix[[i, j]] + matrix[[j, i]]));
    // A power of two, so that nothing is rounded.
    let largest = symmetric.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let unit = if largest > 0.0 { largest.log2().floor().clamp(-1000.0, 1000.0).exp2() } else { 1.0 };
    let mut reduced = tridiagonalise(symmetric / unit);
    diagonalise(&mut reduced)?;
    let mut found = sorted(reduced);
    found.values.iter_mut().for_each(|value| *value *= unit);
    Ok(found)
}

/// Drives the off-diagonal to zero, block by block from the end.
fn diagonalise(t: &mut Tridiagonal) -> Result<(), DenseError> {
    let n = t.diagonal.len();
    let limit = 60 * n.max(1);
    let mut end = n.saturating_sub(1);
    for _ in 0..limit {
        for k in 0..end {
            if t.off[k].abs() <= f64::EPSILON * (t.diagonal[k].abs() + t.diagonal[k + 1].abs()) {
                t.off[k] = 0.0;
            }
        }
        while end > 0 && t.off[end - 1] == 0.0 {
            end -= 1;
        }
        if end == 0 {
            return Ok(());
        }
        let start = (0..end).rev().find(|&k| t.off[k] == 0.0).map_or(0, |k| k + 1);
        qr_step(t, start, end);
    }
    Err(DenseError::NotConverged { steps: limit })
}

/// One implicit QR step on the unreduced block `start..=end`.
fn qr_step(t: &mut Tridiagonal, start: usize, end: usize) {
    let off = t.off[end - 1];
    let half = 0.5 * (t.diagonal[end - 1] - t.diagonal[end]);
    let shift = t.diagonal[end] - off * (off / (half + half.hypot(off).copysign(half)));
    let (mut x, mut z) = (t.diagonal[start] - shift, t.off[start]);
    for k in start..end {
        let length = x.hypot(z);
        let (c, s) = if length == 0.0 { (1.0, 0.0) } else { (x / length, z / length) };
        if k > start {
            t.off[k - 1] = length;
        }
        let (a, b, e) = (t.diagonal[k], t.diagonal[k + 1], t.off[k]);
        t.diagonal[k] = c * c * a + 2.0 * c * s * e + s * s * b;
        t.diagonal[k + 1] = s * s * a - 2.0 * c * s * e + c * c * b;
        t.off[k] = c * s * (b - a) + (c * c - s * s) * e;
        if k + 1 < end {
            x = t.off[k];
            z = s * t.off[k + 1];
            t.off[k + 1] *= c;
        }
        rotate_rows(&mut t.basis, k, c, s);
    }
}

fn rotate_rows(basis: &mut Array2<f64>, k: usize, c: f64, s: f64) {
    let (mut upper, mut lower) = basis.view_mut().split_at(Axis(0), k + 1);
    let pairs = upper.row_mut(k).into_iter().zip(lower.row_mut(0));
    pairs.for_each(|(x, y)| (*x, *y) = (c * *x + s * *y, c * *y - s * *x));
}

fn sorted(t: Tridiagonal) -> Eigen {
    let mut order: Vec<usize> = (0..t.diagonal.len()).collect();
    order.sort_by(|&a, &b| t.diagonal[b].total_cmp(&t.diagonal[a]));
    let mut vectors = t.basis.select(Axis(0), &order).reversed_axes().as_standard_layout().into_owned();
    fix_signs(&mut vectors);
    Eigen { values: order.iter().map(|&at| t.diagonal[at]).collect(), vectors }
}

/// Turns each column so that its entry of largest magnitude is positive.
pub(super) fn fix_signs(vectors: &mut Array2<f64>) {
    for mut column in vectors.columns_mut() {
        let largest = column.iter().fold(0.0_f64, |best, &x| if x.abs() > best.abs() { x } else { best });
        if largest < 0.0 {
            column.mapv_inplace(|x| -x);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;
    use rand::RngExt;

    /// What is left after the first reflections is so small that its square is none.
    #[test]
    fn remainders_of_low_rank_and_matrices_of_any_size_are_solved() {
        for (rest, unit) in [(1e-161, 1.0), (1e-170, 1.0), (1e-3, 1e-250), (1e-3, 1e250), (1e-161, 1e-140)] {
            let matrix = Array2::from_shape_fn((6, 6), |(i, j)| {
                let small = ((i * 5 + j * 5) % 7) as f64 * rest;
                unit * if i < 2 && j < 2 { 1.0 + ((i + j) % 2) as f64 } else { small }
            });
            let found = symmetric_eigen(&matrix).unwrap();
            let values = ndarray::Array1::from(found.values.clone());
            let back = (&found.vectors * &values).dot(&found.vectors.t());
            let misses = &back - &matrix;
            assert!(misses.iter().all(|miss| miss.abs() < 1e-13 * unit), "{rest} {unit}: {misses}");
        }
    }

    fn check(a: &Array2<f64>) {
        let found = symmetric_eigen(a).unwrap();
        let scale = a.iter().fold(1.0_f64, |m, x| m.max(x.abs()));
        let left = a.dot(&found.vectors);
        let right = &found.vectors * &ndarray::Array1::from(found.values.clone());
        assert!((left - right).iter().all(|error| error.abs() < 1e-11 * scale));
        let gram = found.vectors.t().dot(&found.vectors);
        assert!((gram - Array2::<f64>::eye(a.nrows())).iter().all(|error| error.abs() < 1e-11));
        assert!(found.values.windows(2).all(|pair| pair[0] >= pair[1]));
    }

    #[test]
    fn random_repeated_and_degenerate_matrices() {
        let mut rng = crate::rng(5, 0);
        for n in [1, 2, 3, 10, 60] {
            let half = Array2::from_shape_fn((n, n), |_| rng.random_range(-3.0..3.0));
            check(&(&half + &half.t()));
        }
        check(&Array2::eye(6));
        check(&Array2::zeros((4, 4)));
        check(&Array2::ones((9, 9)));
        check(&array![[1e-9, 1.0, 0.0], [1.0, 1e9, 2.0], [0.0, 2.0, 1.0]]);
    }

    #[test]
    fn known_values() {
        let found = symmetric_eigen(&array![[2.0, 1.0], [1.0, 2.0]]).unwrap();
        assert!((found.values[0] - 3.0).abs() < 1e-14 && (found.values[1] - 1.0).abs() < 1e-14);
        assert!(symmetric_eigen(&array![[f64::INFINITY]]).is_err());
        assert!(symmetric_eigen(&Array2::zeros((0, 0))).unwrap().values.is_empty());
    }
}
