use crate::{Wide, wide};
use ndarray::{Array2, ArrayView2, s};
use rayon::prelude::*;

/// Columns of the block that are multiplied beside each other.
const LANES: usize = 8;
/// Rows of the matrix that are.
const ROWS: usize = 4;
/// Rows that are one task: they stay near the processor while all columns pass.
const TASK: usize = 32;

/// A matrix times a block of a few columns, without the copy of the matrix that a product of large matrices begins
/// with. Each entry is summed in order.
///
/// # Panics
/// When the block has not one row for each column of the matrix.
#[must_use]
pub fn multiply_block(matrix: ArrayView2<f64>, block: ArrayView2<f64>) -> Array2<f64> {
    let (rows, inner) = matrix.dim();
    assert_eq!(block.nrows(), inner, "the block has one row per column of the matrix");
    let matrix = matrix.as_standard_layout();
    let left = matrix.as_slice().unwrap_or(&[]);
    let columns = block.ncols();
    let panels: Vec<Vec<[f64; LANES]>> = (0..columns.div_ceil(LANES)).map(|at| panel(block, at)).collect();
    let mut product = Array2::<f64>::zeros((rows, columns));
    let Some(out) = product.as_slice_mut().filter(|_| inner > 0 && columns > 0) else { return product };
    out.par_chunks_mut(TASK * columns).zip(left.par_chunks(TASK * inner)).for_each(|(out, left)| {
        for (at, panel) in panels.iter().enumerate() {
            wide(Rows { out: &mut *out, left, panel, columns, first: at * LANES });
        }
    });
    product
}

/// Some columns of the block, row after row, filled up with zeros.
fn panel(block: ArrayView2<f64>, at: usize) -> Vec<[f64; LANES]> {
    let end = block.ncols().min((at + 1) * LANES);
    let part = block.slice(s![.., at * LANES..end]);
    let row = |row: ndarray::ArrayView1<f64>| {
        let mut lanes = [0.0; LANES];
        lanes.iter_mut().zip(row).for_each(|(to, from)| *to = *from);
        lanes
    };
    part.rows().into_iter().map(row).collect()
}

struct Rows<'a> {
    out: &'a mut [f64],
    left: &'a [f64],
    panel: &'a [[f64; LANES]],
    columns: usize,
    first: usize,
}

impl Wide for Rows<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let inner = self.panel.len();
        let lanes = LANES.min(self.columns - self.first);
        let parts = self.out.chunks_mut(ROWS * self.columns).zip(self.left.chunks(ROWS * inner));
        for (out, left) in parts {
            let count = left.len() / inner;
            // Too few rows: the last one stands in for those that are missing.
            let row = |at: usize| &left[at.min(count - 1) * inner..][..inner];
            let (a, b, c, d) = (row(0), row(1), row(2), row(3));
            let mut sums = [[0.0_f64; LANES]; ROWS];
            for (k, right) in self.panel.iter().enumerate() {
                let weights = [a[k], b[k], c[k], d[k]];
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    for lane in 0..LANES {
                        sum[lane] += weight * right[lane];
                    }
                }
            }
            for (at, sum) in sums.iter().take(count).enumerate() {
                out[at * self.columns + self.first..][..lanes].copy_from_slice(&sum[..lanes]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_any_shape_are_right() {
        for (rows, inner, columns) in [(1, 1, 1), (5, 3, 9), (70, 41, 17), (33, 8, 8), (4, 0, 3), (0, 4, 3)] {
            let wave = |i: usize, j: usize| ((i * 7 + j * 5) % 11) as f64 - 4.0;
            let (left, right) = (
                Array2::from_shape_fn((rows, inner), |(i, j)| wave(i, j)),
                Array2::from_shape_fn((inner, columns), |(i, j)| wave(j, i)),
            );
            assert_eq!(multiply_block(left.view(), right.view()), left.dot(&right));
        }
    }
}
