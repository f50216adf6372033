use crate::{Csr, Wide, wide};
use ndarray::{ArrayView2, ArrayViewMut2, Axis};
use rayon::prelude::*;

/// Columns of the block that are summed beside each other.
const LANES: usize = 32;
/// Rows that are one task.
const TASK: usize = 64;

/// A number that a product is kept as.
pub trait Kept: Copy + Send + Sync {
    /// The nearest to a sum in double precision.
    fn of(sum: f64) -> Self;
}

impl Kept for f64 {
    fn of(sum: f64) -> Self {
        sum
    }
}

impl Kept for f32 {
    fn of(sum: f64) -> Self {
        sum as Self
    }
}

/// `matrix · block` less a row, into `out`: sums in double precision, each in order.
///
/// # Panics
/// When the block has not one row per column of the matrix, or `out` and `less` do not fit.
pub fn multiply_into<T: Kept>(
    matrix: &Csr<f32>,
    block: ArrayView2<f64>,
    less: Option<&[f64]>,
    mut out: ArrayViewMut2<T>,
) {
    assert_eq!(block.nrows(), matrix.shape().1, "the block has one row per column of the matrix");
    assert_eq!(out.dim(), (matrix.shape().0, block.ncols()), "there is room for the product");
    let columns = block.ncols();
    assert_eq!(less.map_or(columns, <[f64]>::len), columns, "there is one number less for each column");
    let panels: Vec<Vec<[f64; LANES]>> = (0..columns.div_ceil(LANES)).map(|at| panel(block, at)).collect();
    out.axis_chunks_iter_mut(Axis(0), TASK).into_par_iter().enumerate().for_each(|(task, mut out)| {
        for (at, panel) in panels.iter().enumerate() {
            for (row, mut out) in out.rows_mut().into_iter().enumerate() {
                let sums = wide(Row { entries: matrix.row(task * TASK + row), panel });
                let lanes = LANES.min(columns - at * LANES);
                for (lane, sum) in sums[..lanes].iter().enumerate() {
                    let column = at * LANES + lane;
                    out[column] = T::of(sum - less.map_or(0.0, |less| less[column]));
                }
            }
        }
    });
}

fn panel(block: ArrayView2<f64>, at: usize) -> Vec<[f64; LANES]> {
    let row = |row: ndarray::ArrayView1<f64>| {
        let mut lanes = [0.0; LANES];
        lanes.iter_mut().zip(row.iter().skip(at * LANES)).for_each(|(to, from)| *to = *from);
        lanes
    };
    block.rows().into_iter().map(row).collect()
}

struct Row<'a> {
    entries: (&'a [u32], &'a [f32]),
    panel: &'a [[f64; LANES]],
}

impl Wide for Row<'_> {
    type Output = [f64; LANES];

    #[inline(always)]
    fn run(self) -> [f64; LANES] {
        let mut sums = [0.0; LANES];
        for (&column, &value) in self.entries.0.iter().zip(self.entries.1) {
            let (from, value) = (&self.panel[column as usize], f64::from(value));
            for lane in 0..LANES {
                sums[lane] += value * from[lane];
            }
        }
        sums
    }
}
