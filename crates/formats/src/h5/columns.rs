use super::stored::{STEP, Stored};
use crate::FormatError;
use hdf5_reader::group::Group;
use lca_numerics::{Csr, CsrError, TakeBlock};
use std::ops::Range;
use std::path::Path;

/// Values that are held at a time, 8 bytes each: the file is gone through once for as many.
const HELD: u64 = 1 << 25;

/// A matrix compressed by genes, given cell by cell. As many cells as can be held are brought together by going through
/// the whole file, then the next.
pub(crate) struct ByGenes {
    stored: Stored,
    /// Where the values of each cell would begin, and after the last their end.
    starts: Vec<u64>,
    /// Values that are held at a time; fewer where less may be read at once.
    held: u64,
}

impl ByGenes {
    /// The matrix of a group; none where it had better be read at once.
    pub(crate) fn of(
        file: (&Path, &'static str),
        group: &Group,
        (cells, genes): (usize, usize),
        most: u64,
    ) -> Result<Option<Self>, String> {
        let Some(stored) = Stored::of(file, group, genes, most)? else { return Ok(None) };
        let mut starts = vec![0_u64; cells.saturating_add(1)];
        for range in stored.steps() {
            for cell in stored.indices(range).map_err(|why| why.to_string())? {
                let count = starts.get_mut(cell as usize + 1);
                *count.ok_or_else(|| format!("it counts in cell {cell}, where there are {cells}"))? += 1;
            }
        }
        for cell in 0..cells {
            starts[cell + 1] += starts[cell];
        }
        Ok(Some(Self { stored, starts, held: HELD.min(8 * most.max(1)) }))
    }

    pub(crate) const fn shape(&self) -> (usize, usize) {
        (self.starts.len() - 1, self.stored.indptr.len() - 1)
    }

    pub(crate) fn each<E: From<FormatError>>(&self, take: &mut TakeBlock<'_, E>) -> Result<(), E> {
        let cells = self.shape().0;
        let mut first = 0;
        while first < cells {
            let last = self.reach(first..cells, self.held);
            let (genes, values) = self.gathered(first..last)?;
            let mut at = first;
            while at < last {
                let end = self.reach(at..last, STEP);
                let block = self.block(at..end, first, &genes, &values);
                take(at, &block.map_err(|why| self.stored.broken(&why))?)?;
                at = end;
            }
            first = last;
        }
        Ok(())
    }

    /// Up to which cell there are at most so many values, or one cell.
    fn reach(&self, cells: Range<usize>, most: u64) -> usize {
        let end = self.starts.partition_point(|start| *start <= self.starts[cells.start] + most);
        end.saturating_sub(1).clamp(cells.start + 1, cells.end)
    }

    /// The genes and values of some cells, cell after cell.
    fn gathered(&self, cells: Range<usize>) -> Result<(Vec<u32>, Vec<f32>), FormatError> {
        let base = self.starts[cells.start];
        let mut next: Vec<u64> =
            self.starts[cells.start..cells.end].iter().map(|start| start - base).collect();
        let count = (self.starts[cells.end] - base) as usize;
        let (mut genes, mut values) = (vec![0_u32; count], vec![0.0_f32; count]);
        let mut gene = 0;
        for range in self.stored.steps() {
            let (rows, numbers) = (self.stored.indices(range.clone())?, self.stored.values(range.clone())?);
            for ((row, value), at) in rows.into_iter().zip(numbers).zip(range) {
                while self.stored.indptr[gene + 1] <= at {
                    gene += 1;
                }
                let Some(place) = (row as usize).checked_sub(cells.start).and_then(|own| next.get_mut(own))
                else {
                    continue;
                };
                let to = *place as usize;
                let (Some(to_gene), Some(to_value)) = (genes.get_mut(to), values.get_mut(to)) else {
                    return Err(self.stored.broken(&"it changed while it was read"));
                };
                (*to_gene, *to_value) = (gene as u32, value);
                *place += 1;
            }
        }
        Ok((genes, values))
    }

    /// Some of the cells that were gathered from `first` on.
    fn block(
        &self,
        cells: Range<usize>,
        first: usize,
        genes: &[u32],
        values: &[f32],
    ) -> Result<Csr<f32>, CsrError> {
        let (base, start) = (self.starts[first], self.starts[cells.start]);
        let part = (start - base) as usize..(self.starts[cells.end] - base) as usize;
        let indptr = self.starts[cells.start..=cells.end].iter().map(|at| at - start).collect();
        let (genes, values) = (genes[part.clone()].to_vec(), values[part].to_vec());
        Csr::new(cells.len(), self.shape().1, indptr, genes, values)
    }
}
