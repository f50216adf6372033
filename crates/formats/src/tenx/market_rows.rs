use super::market::{Lines, banner, complete, entry};
use crate::FormatError;
use lca_numerics::{Csr, TakeBlock};
use std::path::{Path, PathBuf};

/// Values that are held at a time.
const STEP: usize = 1 << 20;

/// A Matrix Market file of genes × cells whose entries come cell by cell, as 10x writes them: read anew in blocks of cells.
pub(crate) struct MarketRows {
    path: PathBuf,
    genes: usize,
    cells: usize,
}

/// An entry: its cell, gene and value.
type Entry = (u32, u32, f64);

impl MarketRows {
    /// The file, where it holds more entries than `most`, cell by cell, and all of them are as in single precision; none where
    /// it had better be read at once.
    pub(crate) fn of(
        path: &Path,
        genes: usize,
        cells: usize,
        most: u64,
    ) -> Result<Option<Self>, FormatError> {
        let rows = Self { path: path.to_owned(), genes, cells };
        let (mut last, mut fits) = (0, true);
        let said = rows.entries(Some(most), &mut |(cell, _, value): Entry| {
            fits &= cell >= last && f64::from(value as f32) == value;
            last = cell;
            Ok::<_, FormatError>(fits)
        })?;
        Ok((said > most && fits).then_some(rows))
    }

    /// Gives all entries in their order until `take` says no more; not one where there are no more than `least`. Returns how
    /// many there should be.
    fn entries<E: From<FormatError>>(
        &self,
        least: Option<u64>,
        take: &mut dyn FnMut(Entry) -> Result<bool, E>,
    ) -> Result<u64, E> {
        let mut lines = Lines::open(&self.path)?;
        let pattern = banner(&self.path, lines.next()?)?;
        let said = lines.sizes(self.genes, self.cells)?;
        if least.is_some_and(|least| said <= least) {
            return Ok(said);
        }
        let mut found = 0;
        while let Some((number, line)) = lines.next()? {
            if line.trim().is_empty() {
                continue;
            }
            found += 1;
            if !take(entry(&self.path, number, line, self.genes, self.cells, pattern)?)? {
                return Ok(said);
            }
        }
        complete(&self.path, found, said)?;
        Ok(said)
    }

    pub(crate) const fn shape(&self) -> (usize, usize) {
        (self.cells, self.genes)
    }

    pub(crate) fn each<E: From<FormatError>>(&self, take: &mut TakeBlock<'_, E>) -> Result<(), E> {
        let mut block = Block { first: 0, entries: Vec::new() };
        self.entries(None, &mut |entry| {
            let begun = block.entries.last().is_some_and(|last| last.0 != entry.0);
            if begun && block.entries.len() >= STEP {
                let next = entry.0 as usize;
                take(block.first, &block.rows(self, next)?)?;
                block = Block { first: next, entries: Vec::new() };
            }
            block.entries.push(entry);
            Ok::<_, E>(true)
        })?;
        if block.first < self.cells {
            take(block.first, &block.rows(self, self.cells)?)?;
        }
        Ok(())
    }
}

/// Entries of some cells.
struct Block {
    first: usize,
    entries: Vec<Entry>,
}

impl Block {
    /// These cells up to `last`, without entries of 0.
    fn rows(&mut self, of: &MarketRows, last: usize) -> Result<Csr<f32>, FormatError> {
        self.entries.sort_by_key(|&(cell, gene, _)| (cell, gene));
        let broken = |what: String| FormatError::broken(&of.path, "Matrix Market", what);
        if let Some(pair) =
            self.entries.windows(2).find(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1))
        {
            return Err(broken(format!("the entry {} {} occurs twice", pair[0].1 + 1, pair[0].0 + 1)));
        }
        self.entries.retain(|entry| entry.2 != 0.0);
        let mut starts = vec![0_u64; last.saturating_sub(self.first) + 1];
        for entry in &self.entries {
            // A file that was changed between two readings may have its cells out of order.
            let own = (entry.0 as usize).checked_sub(self.first).and_then(|own| starts.get_mut(own + 1));
            *own.ok_or_else(|| broken("its cells are out of order".to_owned()))? += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let genes = self.entries.iter().map(|entry| entry.1).collect();
        let values = self.entries.iter().map(|entry| entry.2 as f32).collect();
        Csr::new(starts.len() - 1, of.genes, starts, genes, values).map_err(|why| broken(why.to_string()))
    }
}
