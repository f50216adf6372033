use crate::CellsError;
use crate::error::length;
use crate::matrix::{COUNTS, Check};
use crate::rows::{CellRows, TakeRows};
use lca_numerics::Csr;

/// Rows that are unpacked at a time.
const BLOCK: usize = 1024;

/// The greatest number that fits, in single precision.
const MOST: Check =
    Check { rule: "it is more than can be counted here", holds: |value| value <= 4_294_967_040.0 };

/// Counts in memory, packed: four bytes to each stored count where there are at most 65,536 genes and no count is
/// above 65,535 (eight else), half of what a sparse matrix of single precision takes.
#[derive(Debug, Clone)]
pub struct PackedCounts {
    genes: usize,
    indptr: Vec<u64>,
    columns: Whole,
    values: Whole,
}

/// Whole numbers, in two bytes as long as none needs four.
#[derive(Debug, Clone)]
enum Whole {
    Small(Vec<u16>),
    Large(Vec<u32>),
}

impl Whole {
    fn push(&mut self, value: u32) {
        match self {
            Self::Large(values) => values.push(value),
            Self::Small(values) => match u16::try_from(value) {
                Ok(value) => values.push(value),
                Err(_) => {
                    let mut large: Vec<u32> = values.iter().map(|&value| value.into()).collect();
                    large.push(value);
                    *self = Self::Large(large);
                }
            },
        }
    }

    fn get<T>(&self, range: std::ops::Range<usize>, to: impl Fn(u32) -> T) -> Vec<T> {
        match self {
            Self::Small(values) => values[range].iter().map(|&value| to(value.into())).collect(),
            Self::Large(values) => values[range].iter().map(|&value| to(value)).collect(),
        }
    }
}

impl PackedCounts {
    /// No cells yet.
    #[must_use]
    pub const fn new(genes: usize) -> Self {
        Self {
            genes,
            indptr: Vec::new(),
            columns: Whole::Small(Vec::new()),
            values: Whole::Small(Vec::new()),
        }
    }

    /// Adds cells.
    ///
    /// # Errors
    /// [`CellsError::Length`] for another number of genes, [`CellsError::Value`] for what is no count, or above what 32 bits hold.
    pub fn push(&mut self, rows: &Csr<f32>) -> Result<(), CellsError> {
        length("the genes of a block", rows.shape().1, self.genes)?;
        COUNTS.block(self.shape().0, rows)?;
        MOST.block(self.shape().0, rows)?;
        let before = self.indptr.last().copied().unwrap_or(0);
        if self.indptr.is_empty() {
            self.indptr.push(0);
        }
        self.indptr.extend(rows.indptr()[1..].iter().map(|end| before + end));
        rows.indices().iter().for_each(|&column| self.columns.push(column));
        rows.values().iter().for_each(|&value| self.values.push(value as u32));
        Ok(())
    }
}

impl CellRows for PackedCounts {
    fn shape(&self) -> (usize, usize) {
        (self.indptr.len().saturating_sub(1), self.genes)
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        let cells = self.shape().0;
        for first in (0..cells).step_by(BLOCK) {
            let ends = &self.indptr[first..=cells.min(first + BLOCK)];
            let (start, end) = (ends[0], ends[ends.len() - 1]);
            let range = start as usize..end as usize;
            let indptr = ends.iter().map(|end| end - start).collect();
            let values = self.values.get(range.clone(), |value| value as f32);
            let block = Csr::new(ends.len() - 1, self.genes, indptr, self.columns.get(range, |c| c), values)?;
            take(first, &block)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::gather;

    #[test]
    fn counts_come_back_as_they_were() {
        for most in [7.0_f32, 70_000.0] {
            let rows = ndarray::Array2::from_shape_fn((2500, 5), |(i, j)| {
                if (i + j) % 3 == 0 { most - j as f32 } else { 0.0 }
            });
            let counts = lca_numerics::sparse::from_dense(rows.view());
            let mut packed = PackedCounts::new(5);
            packed.push(&counts.select_rows(&(0..1000).collect::<Vec<_>>())).unwrap();
            packed.push(&counts.select_rows(&(1000..2500).collect::<Vec<_>>())).unwrap();
            assert_eq!(gather(&packed).unwrap(), counts);
        }
        let mut packed = PackedCounts::new(2);
        assert_eq!(packed.shape(), (0, 2));
        assert!(packed.push(&Csr::new(1, 2, vec![0, 1], vec![0], vec![0.5]).unwrap()).is_err());
        assert!(packed.push(&Csr::new(1, 3, vec![0, 0], vec![], vec![]).unwrap()).is_err());
    }
}
