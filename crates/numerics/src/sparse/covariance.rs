use crate::Csr;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, Axis, s};
use rayon::prelude::*;

/// Rows that are made dense at a time.
const TILE: usize = 512;
/// Columns whose products with as many others are one task.
const BLOCK: usize = 256;
/// Above this share of entries that are stored, products of dense tiles take less time than those of the
/// stored entries alone.
const DENSE: f64 = 0.1;
/// Below this many products time does not matter, and none is summed in single precision.
const MANY: f64 = 1e8;

/// Sum over the rows of products of the columns less their means, dense: rows - 1 times the covariance.
/// Holds columns² numbers.
///
/// Where the matrix is large and more than a tenth is stored, by products of tiles of 512 rows, each summed in single precision and all
/// of them in double precision; else from the stored entries.
///
/// # Panics
/// When there is not one mean for each column.
#[must_use]
pub fn centred_gram(matrix: &Csr<f32>, means: &[f64]) -> Array2<f64> {
    let (rows, cols) = matrix.shape();
    assert_eq!(means.len(), cols, "there is one mean for each column");
    let entries = rows as f64 * cols as f64;
    if entries * cols as f64 > MANY && matrix.nnz() as f64 > DENSE * entries {
        tiled(matrix, means)
    } else {
        stored(matrix, means)
    }
}

/// From the stored entries: what the means take off is worked out afterwards.
fn stored(matrix: &Csr<f32>, means: &[f64]) -> Array2<f64> {
    let mut products = super::gram(matrix);
    let rows = matrix.shape().0 as f64;
    for (mut row, mean) in products.rows_mut().into_iter().zip(means) {
        row.iter_mut().zip(means).for_each(|(value, other)| *value -= rows * mean * other);
    }
    products
}

/// From tiles that are made dense. Each block of products is summed by one task, tile after tile.
fn tiled(matrix: &Csr<f32>, means: &[f64]) -> Array2<f64> {
    let (rows, cols) = matrix.shape();
    let starts: Vec<usize> = (0..cols).step_by(BLOCK).collect();
    let mut blocks: Vec<(usize, usize, Array2<f64>)> = starts
        .iter()
        .flat_map(|&i| starts.iter().filter(move |&&j| j >= i).map(move |&j| (i, j)))
        .map(|(i, j)| (i, j, Array2::zeros((BLOCK.min(cols - i), BLOCK.min(cols - j)))))
        .collect();
    let empty: Vec<f32> = means.iter().map(|&mean| -mean as f32).collect();
    let mut tile = Array2::zeros((TILE.min(rows), cols));
    for start in (0..rows).step_by(TILE) {
        let count = TILE.min(rows - start);
        let mut part = tile.slice_mut(s![..count, ..]);
        part.axis_iter_mut(Axis(0)).into_par_iter().zip(start..start + count).for_each(|(mut out, row)| {
            out.iter_mut().zip(&empty).for_each(|(to, from)| *to = *from);
            let (columns, values) = matrix.row(row);
            for (&column, &value) in columns.iter().zip(values) {
                out[column as usize] = (f64::from(value) - means[column as usize]) as f32;
            }
        });
        let part = tile.slice(s![..count, ..]);
        blocks.par_iter_mut().for_each(|(i, j, sum)| add_products(part, *i, *j, sum));
    }
    assemble(cols, &blocks)
}

fn add_products(tile: ArrayView2<f32>, i: usize, j: usize, sum: &mut Array2<f64>) {
    let (height, width) = sum.dim();
    let (left, right) = (tile.slice(s![.., i..i + height]), tile.slice(s![.., j..j + width]));
    let mut products = Array2::zeros((height, width));
    general_mat_mul(1.0_f32, &left.t(), &right, 0.0, &mut products);
    sum.zip_mut_with(&products, |sum, &product| *sum += f64::from(product));
}

/// The whole matrix from the blocks of its upper half.
fn assemble(cols: usize, blocks: &[(usize, usize, Array2<f64>)]) -> Array2<f64> {
    let mut whole = Array2::zeros((cols, cols));
    for (i, j, block) in blocks {
        let (height, width) = block.dim();
        whole.slice_mut(s![*i..i + height, *j..j + width]).assign(block);
        if i != j {
            whole.slice_mut(s![*j..j + width, *i..i + height]).assign(&block.t());
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparse::{column_moments, from_dense, to_dense};
    use rand::RngExt;

    #[test]
    fn both_ways_give_the_products_of_centred_columns() {
        let mut random = crate::rng(3, 0);
        let draw = || f32::max(random.random_range(-3.0..6.0), 0.0);
        let matrix = from_dense(Array2::from_shape_simple_fn((1100, 300), draw).view());
        let means = column_moments(&matrix).means;
        let wide = to_dense(&matrix).mapv(f64::from) - &ndarray::Array1::from(means.clone());
        let want = wide.t().dot(&wide);
        let (exact, quick) = (stored(&matrix, &means), tiled(&matrix, &means));
        assert!((&exact - &want).iter().all(|error| error.abs() < 1e-8 * 1100.0));
        assert!((&quick - &want).iter().all(|error| error.abs() < 5e-6 * 1100.0));
        assert_eq!(quick, quick.t());
    }
}
