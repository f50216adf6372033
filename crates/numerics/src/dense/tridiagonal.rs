use ndarray::{Array2, Axis};

/// A symmetric matrix brought to three diagonals by Householder reflections, `A = Q T Qᵀ` (Golub & Van
/// Loan, *Matrix Computations*, 4th ed., algorithm 8.3.1).
pub(super) struct Tridiagonal {
    /// Diagonal of `T`.
    pub(super) diagonal: Vec<f64>,
    /// Below the diagonal of `T`, one shorter.
    pub(super) off: Vec<f64>,
    /// `Qᵀ`, so that later rotations of columns of `Q` touch contiguous rows.
    pub(super) basis: Array2<f64>,
}

/// The square of a length below this is no number with full digits any more. Matrices are brought to order 1 before, so
/// that what is so small is rounding.
const NOTHING: f64 = 1e-140;

/// The reflection `I - beta v vᵀ` that maps `x` onto its first axis; returns `v`, `beta` and the
/// length left on that axis, with the sign that avoids cancellation.
fn reflection(x: &[f64]) -> (Vec<f64>, f64, f64) {
    let norm = x.iter().map(|value| value * value).sum::<f64>().sqrt();
    let mut v = x.to_vec();
    if norm < NOTHING || x[1..].iter().all(|&value| value == 0.0) {
        return (v, 0.0, x[0]);
    }
    let alpha = if x[0] > 0.0 { -norm } else { norm };
    v[0] -= alpha;
    let beta = 2.0 / v.iter().map(|value| value * value).sum::<f64>();
    (v, beta, alpha)
}

/// `A22 ← H A22 H` for the trailing block from `first`.
fn reflect_both_sides(a: &mut Array2<f64>, first: usize, v: &[f64], beta: f64) {
    let n = a.nrows();
    let mut w: Vec<f64> = (first..n)
        .map(|i| beta * a.row(i).iter().skip(first).zip(v).map(|(x, y)| x * y).sum::<f64>())
        .collect();
    let half = 0.5 * beta * w.iter().zip(v).map(|(x, y)| x * y).sum::<f64>();
    w.iter_mut().zip(v).for_each(|(x, y)| *x -= half * y);
    for i in first..n {
        let (vi, wi) = (v[i - first], w[i - first]);
        let row = a.row_mut(i);
        row.into_iter().skip(first).zip(v.iter().zip(&w)).for_each(|(x, (vj, wj))| *x -= vi * wj + wi * vj);
    }
}

/// Brings a square symmetric matrix to three diagonals.
pub(super) fn tridiagonalise(mut a: Array2<f64>) -> Tridiagonal {
    let n = a.nrows();
    let mut off = vec![0.0; n.saturating_sub(1)];
    let mut reflections = Vec::new();
    for k in 0..n.saturating_sub(1) {
        let x: Vec<f64> = (k + 1..n).map(|i| a[[i, k]]).collect();
        let (v, beta, alpha) = reflection(&x);
        off[k] = alpha;
        if beta != 0.0 {
            reflect_both_sides(&mut a, k + 1, &v, beta);
        }
        reflections.push((v, beta));
    }
    Tridiagonal { diagonal: a.diag().to_vec(), off, basis: accumulate(n, &reflections) }
}

/// `Qᵀ = H_last … H_1 H_0`, built from the last reflection so that only its own block is touched:
/// each reflection acts from the right on rows and columns behind its first.
fn accumulate(n: usize, reflections: &[(Vec<f64>, f64)]) -> Array2<f64> {
    let mut basis = Array2::<f64>::eye(n);
    for (k, (v, beta)) in reflections.iter().enumerate().rev().filter(|(_, (_, beta))| *beta != 0.0) {
        for mut row in basis.axis_iter_mut(Axis(0)).skip(k + 1) {
            let along = beta * row.iter().skip(k + 1).zip(v).map(|(x, y)| x * y).sum::<f64>();
            row.iter_mut().skip(k + 1).zip(v).for_each(|(x, y)| *x -= along * y);
        }
    }
    basis
}
