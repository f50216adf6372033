//! Matrices of cells × genes that come some rows at a time.

use crate::CellsError;
use crate::matrix::COUNTS;
use lca_numerics::Csr;
use std::borrow::Cow;

/// Takes one block: the number of its first row, and its rows.
pub type TakeRows<'a> = dyn FnMut(usize, &Csr<f32>) -> Result<(), CellsError> + 'a;

/// A matrix of cells (rows) × genes (columns) that is gone through in blocks of whole rows, so that it need not fit in
/// memory. A matrix in memory is one block. How rows are cut into blocks changes no bit of any result here.
pub trait CellRows: Sync {
    /// Number of cells and genes.
    fn shape(&self) -> (usize, usize);

    /// Gives every block to `take`, in order. May be called again and again.
    ///
    /// # Errors
    /// The first error of `take`; [`CellsError::Block`] when a block cannot be read.
    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError>;
}

impl CellRows for Csr<f32> {
    fn shape(&self) -> (usize, usize) {
        self.shape()
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        take(0, self)
    }
}

impl<T: CellRows + ?Sized> CellRows for &T {
    fn shape(&self) -> (usize, usize) {
        (**self).shape()
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        (**self).each(take)
    }
}

impl<T: CellRows + ?Sized + Send> CellRows for Box<T> {
    fn shape(&self) -> (usize, usize) {
        (**self).shape()
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        (**self).each(take)
    }
}

/// Some cells and genes of a matrix.
pub struct ChosenRows<T> {
    from: T,
    cells: Option<Vec<usize>>,
    genes: Option<Vec<usize>>,
}

impl<T: CellRows> ChosenRows<T> {
    /// The given cells, which must rise, and genes, in any order; all where none are given.
    ///
    /// # Errors
    /// [`CellsError::Parameter`] when the cells do not rise or a cell or gene is not there.
    pub fn new(from: T, cells: Option<Vec<usize>>, genes: Option<Vec<usize>>) -> Result<Self, CellsError> {
        let (rows, columns) = from.shape();
        let rise = |list: &Vec<usize>| {
            list.is_sorted_by(|a, b| a < b) && list.last().is_none_or(|&last| last < rows)
        };
        crate::error::parameter(
            "cells",
            "out of order",
            "give rising numbers of rows",
            cells.as_ref().is_none_or(rise),
        )?;
        let inside = |list: &Vec<usize>| list.iter().all(|&gene| gene < columns);
        crate::error::parameter(
            "genes",
            "out of range",
            "give numbers of columns",
            genes.as_ref().is_none_or(inside),
        )?;
        Ok(Self { from, cells, genes })
    }
}

impl<T: CellRows> CellRows for ChosenRows<T> {
    fn shape(&self) -> (usize, usize) {
        let (rows, columns) = self.from.shape();
        (self.cells.as_ref().map_or(rows, Vec::len), self.genes.as_ref().map_or(columns, Vec::len))
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        let mut given = 0;
        self.from.each(&mut |first, block| {
            let mut picked = Cow::Borrowed(block);
            if let Some(cells) = &self.cells {
                let end = cells.partition_point(|&cell| cell < first + block.shape().0);
                let rows: Vec<usize> = cells[given..end].iter().map(|cell| cell - first).collect();
                if rows.len() < block.shape().0 {
                    picked = Cow::Owned(block.select_rows(&rows));
                }
            }
            if let Some(genes) = &self.genes {
                picked = Cow::Owned(picked.select_columns(genes));
            }
            let at = given;
            given += picked.shape().0;
            take(at, &picked)
        })
    }
}

/// A matrix whose every block is checked to hold counts.
pub struct CountRows<T>(pub T);

impl<T: CellRows> CellRows for CountRows<T> {
    fn shape(&self) -> (usize, usize) {
        self.0.shape()
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        self.0.each(&mut |first, block| {
            COUNTS.block(first, block)?;
            take(first, block)
        })
    }
}

/// The whole matrix in memory.
///
/// # Errors
/// [`CellsError::Block`] when a block cannot be read.
pub fn gather(rows: &dyn CellRows) -> Result<Csr<f32>, CellsError> {
    let (cells, genes) = rows.shape();
    let (mut indptr, mut indices, mut values) = (vec![0_u64], Vec::new(), Vec::new());
    rows.each(&mut |_, block| {
        let before = values.len() as u64;
        indptr.extend(block.indptr()[1..].iter().map(|end| before + end));
        indices.extend_from_slice(block.indices());
        values.extend_from_slice(block.values());
        Ok(())
    })?;
    Ok(Csr::new(cells, genes, indptr, indices, values)?)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A matrix that is given in blocks of so many rows.
    pub(crate) struct Cut<'a>(pub(crate) &'a Csr<f32>, pub(crate) usize);

    impl CellRows for Cut<'_> {
        fn shape(&self) -> (usize, usize) {
            self.0.shape()
        }

        fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
            let rows: Vec<usize> = (0..self.0.shape().0).collect();
            rows.chunks(self.1).try_for_each(|rows| take(rows[0], &self.0.select_rows(rows)))
        }
    }

    #[test]
    fn cells_and_genes_are_chosen_from_blocks_as_from_the_whole() {
        let dense = ndarray::Array2::from_shape_fn((11, 6), |(i, j)| ((i * 5 + j * 3) % 4) as f32);
        let matrix = lca_numerics::sparse::from_dense(dense.view());
        let (cells, genes) = (vec![0, 3, 4, 9], vec![4, 1, 2]);
        let whole = matrix.select_rows(&cells).select_columns(&genes);
        for cut in [1, 2, 3, 5, 11] {
            let chosen =
                ChosenRows::new(Cut(&matrix, cut), Some(cells.clone()), Some(genes.clone())).unwrap();
            assert_eq!(chosen.shape(), (4, 3));
            assert_eq!(gather(&chosen).unwrap(), whole);
            assert_eq!(gather(&Cut(&matrix, cut)).unwrap(), matrix);
        }
        assert!(ChosenRows::new(&matrix, Some(vec![3, 2]), None).is_err());
        assert!(ChosenRows::new(&matrix, None, Some(vec![6])).is_err());
    }
}
