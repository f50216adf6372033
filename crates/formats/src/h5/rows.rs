use super::stored::Stored;
use crate::FormatError;
use hdf5_reader::group::Group;
use lca_numerics::{Stretches, TakeBlock};
use std::path::Path;

/// A matrix compressed by cells. A few million values are held at a time.
pub(crate) struct ByCells {
    stored: Stored,
    genes: usize,
}

impl ByCells {
    /// The matrix of a group; none where it had better be read at once.
    pub(crate) fn of(
        file: (&Path, &'static str),
        group: &Group,
        (cells, genes): (usize, usize),
        most: u64,
    ) -> Result<Option<Self>, String> {
        Ok(Stored::of(file, group, cells, most)?.map(|stored| Self { stored, genes }))
    }

    pub(crate) const fn shape(&self) -> (usize, usize) {
        (self.stored.indptr.len() - 1, self.genes)
    }

    pub(crate) fn each<E: From<FormatError>>(&self, take: &mut TakeBlock<'_, E>) -> Result<(), E> {
        let mut stretches = Stretches::new(self.genes, &self.stored.indptr);
        for range in self.stored.steps() {
            let (columns, values) = (self.stored.indices(range.clone())?, self.stored.values(range)?);
            let (first, block) = stretches.next(&columns, &values).map_err(|why| self.stored.broken(&why))?;
            if block.shape().0 > 0 {
                take(first, &block)?;
            }
        }
        Ok(())
    }
}
