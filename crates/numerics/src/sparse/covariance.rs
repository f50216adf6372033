use super::tiles::Tiles;
use crate::Csr;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// Above this share of entries that are stored, products with rows made dense take less time than those of the
/// stored entries alone.
const DENSE: f64 = 0.05;
/// Below this many products time does not matter, and none is summed in single precision.
const MANY: f64 = 1e8;

/// The sum over the rows of products of the columns less their means, dense: rows - 1 times the covariance. Rows may
/// come in blocks; how they are cut changes no bit. Holds columns² numbers, and half of them again.
///
/// Where the matrix is large and more than a twentieth is stored, each stored entry is multiplied with its row made
/// dense: 128 rows are summed in single precision and all of these in double precision; else only stored entries are
/// multiplied, in double precision.
#[derive(Debug)]
pub struct CentredGram {
    means: Vec<f64>,
    rows: usize,
    sum: Sum,
}

#[derive(Debug)]
enum Sum {
    Stored(Array2<f64>),
    Tiled(Tiles),
}

impl CentredGram {
    /// Nothing yet, of a matrix of so many rows and stored entries, with these means of its columns.
    #[must_use]
    pub fn new(rows: usize, stored: usize, means: Vec<f64>) -> Self {
        let entries = rows as f64 * means.len() as f64;
        let tiled = entries * means.len() as f64 > MANY && stored as f64 > DENSE * entries;
        Self::by(tiled, means)
    }

    fn by(tiled: bool, means: Vec<f64>) -> Self {
        let sum = if tiled {
            Sum::Tiled(Tiles::new(&means))
        } else {
            Sum::Stored(Array2::zeros((means.len(), means.len())))
        };
        Self { means, rows: 0, sum }
    }

    /// Adds the next rows.
    ///
    /// # Panics
    /// When they have not one column for each mean.
    pub fn add(&mut self, rows: &Csr<f32>) {
        assert_eq!(rows.shape().1, self.means.len(), "there is one mean for each column");
        self.rows += rows.shape().0;
        match &mut self.sum {
            Sum::Stored(products) => add_upper(products, rows),
            Sum::Tiled(tiles) => tiles.add(rows),
        }
    }

    /// The sum.
    #[must_use]
    pub fn finish(self) -> Array2<f64> {
        match self.sum {
            Sum::Tiled(tiles) => tiles.finish(),
            Sum::Stored(mut products) => {
                let rows = self.rows as f64;
                for (mut row, mean) in products.rows_mut().into_iter().zip(&self.means) {
                    row.iter_mut().zip(&self.means).for_each(|(value, other)| *value -= rows * mean * other);
                }
                mirror(&mut products);
                products
            }
        }
    }
}

/// [`CentredGram`] of a whole matrix.
///
/// # Panics
/// When there is not one mean for each column.
#[must_use]
pub fn centred_gram(matrix: &Csr<f32>, means: &[f64]) -> Array2<f64> {
    let mut sum = CentredGram::new(matrix.shape().0, matrix.nnz(), means.to_vec());
    sum.add(matrix);
    sum.finish()
}

/// Adds the products of stored entries to the upper half: each entry of it is summed by one task, row after row.
pub(super) fn add_upper(products: &mut Array2<f64>, matrix: &Csr<f32>) {
    let columns = matrix.transpose();
    products.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(column, mut out)| {
        let (rows, weights) = columns.row(column);
        for (&row, &weight) in rows.iter().zip(weights) {
            let (others, values) = matrix.row(row as usize);
            let from = others.partition_point(|&other| (other as usize) < column);
            for (&other, &value) in others[from..].iter().zip(&values[from..]) {
                out[other as usize] += f64::from(weight) * f64::from(value);
            }
        }
    });
}

/// Makes the lower half the mirror image of the upper.
pub(super) fn mirror(products: &mut Array2<f64>) {
    for i in 1..products.nrows() {
        for j in 0..i {
            products[[i, j]] = products[[j, i]];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparse::{column_moments, from_dense, to_dense};
    use rand::RngExt;

    #[test]
    fn both_ways_give_the_products_of_centred_columns_however_the_rows_are_cut() {
        let mut random = crate::rng(3, 0);
        let draw = || f32::max(random.random_range(-3.0..6.0), 0.0);
        let matrix = from_dense(Array2::from_shape_simple_fn((1100, 300), draw).view());
        let means = column_moments(&matrix).means;
        let wide = to_dense(&matrix).mapv(f64::from) - &ndarray::Array1::from(means.clone());
        let want = wide.t().dot(&wide);
        let found = |tiled: bool, cut: usize| {
            let mut sum = CentredGram::by(tiled, means.clone());
            for start in (0..1100).step_by(cut) {
                let rows: Vec<usize> = (start..1100.min(start + cut)).collect();
                sum.add(&matrix.select_rows(&rows));
            }
            sum.finish()
        };
        let (exact, quick) = (found(false, 1100), found(true, 1100));
        assert!((&exact - &want).iter().all(|error| error.abs() < 1e-8 * 1100.0));
        assert!((&quick - &want).iter().all(|error| error.abs() < 5e-6 * 1100.0));
        assert_eq!(quick, quick.t());
        for cut in [1, 77, 128, 500] {
            assert_eq!(found(false, cut), exact);
            assert_eq!(found(true, cut), quick);
        }
    }
}
