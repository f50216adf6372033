use crate::FormatError;
use crate::h5::{ByCells, ByGenes};
use crate::tenx::MarketRows;
use lca_numerics::TakeBlock;

/// A large count matrix that stays in its file, to be read in blocks of cells.
pub struct FileRows(Kind);

enum Kind {
    Cells(ByCells),
    Genes(ByGenes),
    Text(MarketRows),
}

impl std::fmt::Debug for FileRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileRows").field("shape", &self.shape()).finish_non_exhaustive()
    }
}

impl FileRows {
    /// Number of cells and genes.
    #[must_use]
    pub const fn shape(&self) -> (usize, usize) {
        match &self.0 {
            Kind::Cells(rows) => rows.shape(),
            Kind::Genes(rows) => rows.shape(),
            Kind::Text(rows) => rows.shape(),
        }
    }

    /// Gives all cells to `take`, in order and in blocks, each with the number of its first cell.
    ///
    /// # Errors
    /// When a block cannot be read or is damaged, and the first error of `take`.
    pub fn each<E: From<FormatError>>(&self, take: &mut TakeBlock<'_, E>) -> Result<(), E> {
        match &self.0 {
            Kind::Cells(rows) => rows.each(take),
            Kind::Genes(rows) => rows.each(take),
            Kind::Text(rows) => rows.each(take),
        }
    }
}

impl From<ByCells> for FileRows {
    fn from(rows: ByCells) -> Self {
        Self(Kind::Cells(rows))
    }
}

impl From<ByGenes> for FileRows {
    fn from(rows: ByGenes) -> Self {
        Self(Kind::Genes(rows))
    }
}

impl From<MarketRows> for FileRows {
    fn from(rows: MarketRows) -> Self {
        Self(Kind::Text(rows))
    }
}
