//! Arithmetic of sparse matrices. Each output entry is summed in one task and in a fixed order, so
//! the number of threads changes no bit.

mod covariance;
mod rows;
mod tiles;

pub use covariance::{CentredGram, centred_gram};
pub use rows::multiply_into;

use crate::Csr;
use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;

/// Mean and unbiased variance of each column, unstored entries counted as zeros.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    /// The mean of each column; NaN without rows.
    pub means: Vec<f64>,
    /// The variance of each column, divided by rows - 1; NaN with fewer than two rows.
    pub variances: Vec<f64>,
}

/// Sum of each row.
#[must_use]
pub fn row_sums(matrix: &Csr<f32>) -> Vec<f64> {
    // Not `sum`, by which nothing is minus zero.
    let sum = |row: usize| matrix.row(row).1.iter().fold(0.0, |sum, &value| sum + f64::from(value));
    (0..matrix.shape().0).into_par_iter().map(sum).collect()
}

/// Sum of each column.
#[must_use]
pub fn column_sums(matrix: &Csr<f32>) -> Vec<f64> {
    let mut sums = vec![0.0; matrix.shape().1];
    for (&column, &value) in matrix.indices().iter().zip(matrix.values()) {
        sums[column as usize] += f64::from(value);
    }
    sums
}

/// Means and variances of the columns, in two passes.
#[must_use]
pub fn column_moments(matrix: &Csr<f32>) -> Moments {
    let (rows, cols) = matrix.shape();
    let count = rows as f64;
    let means: Vec<f64> = column_sums(matrix).into_iter().map(|sum| sum / count).collect();
    let (mut squares, mut stored) = (vec![0.0; cols], vec![0u64; cols]);
    for (&column, &value) in matrix.indices().iter().zip(matrix.values()) {
        let column = column as usize;
        squares[column] += (f64::from(value) - means[column]).powi(2);
        stored[column] += 1;
    }
    let variance = |column: usize| {
        let zeros = count - stored[column] as f64;
        if rows < 2 { f64::NAN } else { (squares[column] + zeros * means[column].powi(2)) / (count - 1.0) }
    };
    let variances = (0..cols).map(variance).collect();
    Moments { means, variances }
}

/// `matrix · block` for a dense block of columns.
///
/// # Panics
/// When the block has not one row per column of the matrix.
#[must_use]
pub fn multiply(matrix: &Csr<f32>, block: ArrayView2<f64>) -> Array2<f64> {
    assert_eq!(block.nrows(), matrix.shape().1, "the block has one row per column of the matrix");
    let mut product = Array2::zeros((matrix.shape().0, block.ncols()));
    rows::multiply_into(matrix, block, None, product.view_mut());
    product
}

/// `matrixᵀ · matrix`, dense. Holds columns² numbers.
#[must_use]
pub fn gram(matrix: &Csr<f32>) -> Array2<f64> {
    let size = matrix.shape().1;
    let mut product = Array2::<f64>::zeros((size, size));
    covariance::add_upper(&mut product, matrix);
    covariance::mirror(&mut product);
    product
}

/// The dense matrix.
#[must_use]
pub fn to_dense(matrix: &Csr<f32>) -> Array2<f32> {
    let mut dense = Array2::zeros(matrix.shape());
    for (row, mut out) in dense.axis_iter_mut(Axis(0)).enumerate() {
        let (columns, values) = matrix.row(row);
        columns.iter().zip(values).for_each(|(&column, &value)| out[column as usize] = value);
    }
    dense
}

/// The entries of a dense matrix that are not zero.
#[must_use]
pub fn from_dense(dense: ArrayView2<f32>) -> Csr<f32> {
    let (rows, cols) = dense.dim();
    let (mut indptr, mut indices, mut values) = (vec![0u64], Vec::new(), Vec::new());
    for row in dense.rows() {
        for (column, &value) in row.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            indices.push(column as u32);
            values.push(value);
        }
        indptr.push(values.len() as u64);
    }
    Csr::from_checked(rows, cols, indptr, indices, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn sparse_and_dense_arithmetic_agree() {
        let dense = array![[1.0_f32, 0.0, 2.0], [0.0, 0.0, 3.0], [4.0, 0.0, 0.0], [0.0, 0.0, 1.0]];
        let sparse = from_dense(dense.view());
        assert_eq!(to_dense(&sparse), dense);
        assert_eq!(row_sums(&sparse), [3.0, 3.0, 4.0, 1.0]);
        assert_eq!(column_sums(&sparse), [5.0, 0.0, 6.0]);
        let wide = dense.mapv(f64::from);
        assert_eq!(gram(&sparse), wide.t().dot(&wide));
        let block = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
        assert_eq!(multiply(&sparse, block.view()), wide.dot(&block));
        let moments = column_moments(&sparse);
        for column in 0..3 {
            let values = wide.column(column).to_vec();
            assert!((moments.means[column] - crate::stats::mean(&values)).abs() < 1e-12);
            assert!((moments.variances[column] - crate::stats::variance(&values)).abs() < 1e-12);
        }
    }
}
