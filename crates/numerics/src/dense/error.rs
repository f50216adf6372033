use thiserror::Error;

/// Why a dense matrix cannot be factored.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DenseError {
    /// A square matrix is needed.
    #[error("a square matrix is needed, this one is {rows} × {cols}")]
    Shape {
        /// Rows it has.
        rows: usize,
        /// Columns it has.
        cols: usize,
    },
    /// An entry is NaN or infinite.
    #[error("the matrix holds NaN or infinity")]
    NotFinite,
    /// The matrix has no inverse.
    #[error("the matrix is singular: no pivot in column {column}")]
    Singular {
        /// The first column without a pivot, from 0.
        column: usize,
    },
    /// The matrix is not positive definite.
    #[error("the matrix is not positive definite: the leading block of {order} rows is not")]
    NotPositive {
        /// Rows of the first leading block that fails.
        order: usize,
    },
    /// An iteration did not reach its tolerance.
    #[error("the eigenvalue iteration did not converge in {steps} steps")]
    NotConverged {
        /// Steps taken.
        steps: usize,
    },
}

pub(super) fn square(rows: usize, cols: usize) -> Result<usize, DenseError> {
    if rows == cols { Ok(rows) } else { Err(DenseError::Shape { rows, cols }) }
}
