mod delimited;
mod detect;
mod direction;
mod matrix;
mod rows;
mod unique;

use lca_tables::AnnData;

pub use detect::{CountsOptions, Orientation, open_counts, read_counts};
pub use direction::check_direction;
pub(crate) use matrix::{SparseBuilder, narrow, narrow_dense, unique, unique_genes};
pub use rows::FileRows;
pub use unique::make_unique;

/// A count table, cells × genes, and what of its file could not be taken along.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    /// The table.
    pub data: AnnData,
    /// Parts of the file that are left out, by name. Only h5ad files have such parts.
    pub skipped: Vec<Skipped>,
    /// How many genes got a number behind their name.
    pub renamed: usize,
}

/// A part of a file that cannot be represented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The part, such as `uns/rank_genes_groups`.
    pub part: String,
    /// Why it is left out.
    pub why: String,
}
