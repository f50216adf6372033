use super::DenseError;
use super::error::square;
use ndarray::Array2;

/// The Cholesky factor of a symmetric positive definite matrix, `A = L Lᵀ` (Golub & Van Loan,
/// *Matrix Computations*, 4th ed., section 4.2).
#[derive(Debug, Clone, PartialEq)]
pub struct Cholesky {
    lower: Array2<f64>,
}

impl Cholesky {
    /// Factors a matrix, of which only the lower triangle is read.
    ///
    /// # Errors
    /// [`DenseError::Shape`], or [`DenseError::NotPositive`] (also for NaN).
    pub fn new(matrix: &Array2<f64>) -> Result<Self, DenseError> {
        let n = square(matrix.nrows(), matrix.ncols())?;
        let mut lower = Array2::<f64>::zeros((n, n));
        for i in 0..n {
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| lower[[i, k]] * lower[[j, k]]).sum();
                let rest = matrix[[i, j]] - known;
                if i != j {
                    lower[[i, j]] = rest / lower[[j, j]];
                } else if rest > 0.0 && rest.is_finite() {
                    lower[[i, i]] = rest.sqrt();
                } else {
                    return Err(DenseError::NotPositive { order: i + 1 });
                }
            }
        }
        Ok(Self { lower })
    }

    /// The factor `L`, zero above the diagonal.
    #[must_use]
    pub const fn lower(&self) -> &Array2<f64> {
        &self.lower
    }

    /// Natural logarithm of the determinant of `A`.
    #[must_use]
    pub fn log_determinant(&self) -> f64 {
        2.0 * self.lower.diag().iter().map(|value| value.ln()).sum::<f64>()
    }

    /// Replaces `b` by the solution `x` of `A x = b`.
    ///
    /// # Panics
    /// When `b` has not one entry per row.
    pub fn solve(&self, b: &mut [f64]) {
        let n = self.lower.nrows();
        assert_eq!(b.len(), n, "the right-hand side has one entry per row");
        for i in 0..n {
            let known: f64 = (0..i).map(|k| self.lower[[i, k]] * b[k]).sum();
            b[i] = (b[i] - known) / self.lower[[i, i]];
        }
        for i in (0..n).rev() {
            let known: f64 = (i + 1..n).map(|k| self.lower[[k, i]] * b[k]).sum();
            b[i] = (b[i] - known) / self.lower[[i, i]];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn factors_and_solves() {
        let a = array![[4.0, 2.0, 0.6], [2.0, 5.0, 1.0], [0.6, 1.0, 3.0]];
        let factor = Cholesky::new(&a).unwrap();
        let back = factor.lower().dot(&factor.lower().t());
        assert!((back - &a).iter().all(|error| error.abs() < 1e-12));
        let mut b = a.dot(&array![1.0, -2.0, 3.0]).to_vec();
        factor.solve(&mut b);
        assert!(b.iter().zip([1.0, -2.0, 3.0]).all(|(got, want)| (got - want).abs() < 1e-12));
        let (log, sign) = crate::dense::Lu::new(&a).unwrap().log_determinant();
        assert!((factor.log_determinant() - log).abs() < 1e-12 && sign > 0.0);
    }

    #[test]
    fn indefinite_matrices_are_refused() {
        let error = Cholesky::new(&array![[1.0, 2.0], [2.0, 1.0]]).unwrap_err();
        assert_eq!(error, DenseError::NotPositive { order: 2 });
        assert!(Cholesky::new(&array![[f64::NAN]]).is_err());
    }
}
