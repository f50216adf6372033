use super::DenseError;
use super::error::square;
use ndarray::Array2;

/// An LU factorisation with partial pivoting, `P A = L U` (Golub & Van Loan, *Matrix Computations*,
/// 4th ed., algorithm 3.4.1), to solve with one matrix many times.
#[derive(Debug, Clone, PartialEq)]
pub struct Lu {
    order: usize,
    /// Row-major: U on and above the diagonal, L below it (its unit diagonal is not stored).
    factors: Vec<f64>,
    /// In step `k`, rows `k` and `pivots[k]` were exchanged.
    pivots: Vec<usize>,
}

impl Lu {
    /// Factors a square matrix.
    ///
    /// # Errors
    /// [`DenseError::Shape`], [`DenseError::NotFinite`] or [`DenseError::Singular`].
    pub fn new(matrix: &Array2<f64>) -> Result<Self, DenseError> {
        let order = square(matrix.nrows(), matrix.ncols())?;
        let mut factors = matrix.iter().copied().collect::<Vec<f64>>();
        if factors.iter().any(|value| !value.is_finite()) {
            return Err(DenseError::NotFinite);
        }
        let pivots = (0..order).map(|k| eliminate(&mut factors, order, k)).collect::<Result<_, _>>()?;
        Ok(Self { order, factors, pivots })
    }

    /// Number of rows.
    #[must_use]
    pub const fn order(&self) -> usize {
        self.order
    }

    /// Replaces `b` by the solution `x` of `A x = b`.
    ///
    /// # Panics
    /// When `b` has not one entry per row.
    pub fn solve(&self, b: &mut [f64]) {
        let n = self.order;
        assert_eq!(b.len(), n, "the right-hand side has one entry per row");
        for (k, &pivot) in self.pivots.iter().enumerate() {
            b.swap(k, pivot);
        }
        for i in 1..n {
            b[i] -= dot(&self.factors[i * n..i * n + i], &b[..i]);
        }
        for i in (0..n).rev() {
            let row = &self.factors[i * n..(i + 1) * n];
            b[i] = (b[i] - dot(&row[i + 1..], &b[i + 1..])) / row[i];
        }
    }

    /// Replaces `b` by the solution `x` of `Aᵀ x = b`.
    ///
    /// # Panics
    /// When `b` has not one entry per row.
    pub fn solve_transposed(&self, b: &mut [f64]) {
        let n = self.order;
        assert_eq!(b.len(), n, "the right-hand side has one entry per row");
        for i in 0..n {
            let row = &self.factors[i * n..(i + 1) * n];
            b[i] /= row[i];
            let value = b[i];
            b[i + 1..].iter_mut().zip(&row[i + 1..]).for_each(|(x, u)| *x -= value * u);
        }
        for i in (1..n).rev() {
            let value = b[i];
            b[..i].iter_mut().zip(&self.factors[i * n..i * n + i]).for_each(|(x, l)| *x -= value * l);
        }
        for (k, &pivot) in self.pivots.iter().enumerate().rev() {
            b.swap(k, pivot);
        }
    }

    /// Natural logarithm of the determinant's magnitude, and its sign (1 or -1).
    #[must_use]
    pub fn log_determinant(&self) -> (f64, f64) {
        let diagonal = (0..self.order).map(|k| self.factors[k * self.order + k]);
        let swaps = self.pivots.iter().enumerate().filter(|(k, pivot)| k != *pivot).count();
        let sign = if swaps % 2 == 0 { 1.0 } else { -1.0 };
        diagonal.fold((0.0, sign), |(log, sign), value| (log + value.abs().ln(), sign * value.signum()))
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// One elimination step on column `k`; returns the row exchanged with row `k`.
fn eliminate(factors: &mut [f64], n: usize, k: usize) -> Result<usize, DenseError> {
    let magnitude = |factors: &[f64], row: usize| factors[row * n + k].abs();
    let mut pivot = k;
    for row in k + 1..n {
        if magnitude(factors, row) > magnitude(factors, pivot) {
            pivot = row;
        }
    }
    if magnitude(factors, pivot) == 0.0 {
        return Err(DenseError::Singular { column: k });
    }
    let (head, tail) = factors.split_at_mut((k + 1) * n);
    let top = &mut head[k * n..];
    if pivot != k {
        let at = (pivot - k - 1) * n;
        top.swap_with_slice(&mut tail[at..at + n]);
    }
    for row in tail.chunks_exact_mut(n) {
        let factor = row[k] / top[k];
        row[k] = factor;
        if factor != 0.0 {
            row[k + 1..].iter_mut().zip(&top[k + 1..]).for_each(|(x, u)| *x -= factor * u);
        }
    }
    Ok(pivot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, array};
    use rand::RngExt;

    #[test]
    fn solves_random_systems_and_their_transposes() {
        let mut rng = crate::rng(3, 0);
        for n in [1, 2, 7, 40] {
            let a = Array2::from_shape_fn((n, n), |_| rng.random_range(-1.0..1.0));
            let x = Array1::from_shape_fn(n, |_| rng.random_range(-1.0..1.0));
            let lu = Lu::new(&a).unwrap();
            for (matrix, transposed) in [(a.clone(), false), (a.t().to_owned(), true)] {
                let mut b = matrix.dot(&x).to_vec();
                if transposed {
                    lu.solve_transposed(&mut b)
                } else {
                    lu.solve(&mut b)
                }
                assert!(b.iter().zip(&x).all(|(got, want)| (got - want).abs() < 1e-9));
            }
        }
    }

    #[test]
    fn needs_pivoting_and_knows_the_determinant() {
        let lu = Lu::new(&array![[0.0, 2.0], [3.0, 1.0]]).unwrap();
        let (log, sign) = lu.log_determinant();
        assert!((log.exp() * sign + 6.0).abs() < 1e-12);
    }

    #[test]
    fn singular_and_misshapen_matrices_are_refused() {
        assert_eq!(Lu::new(&array![[1.0, 2.0], [2.0, 4.0]]).unwrap_err(), DenseError::Singular { column: 1 });
        assert_eq!(Lu::new(&array![[f64::NAN]]).unwrap_err(), DenseError::NotFinite);
        assert!(Lu::new(&Array2::zeros((2, 3))).is_err());
    }
}
