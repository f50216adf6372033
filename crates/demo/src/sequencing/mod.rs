//! Single-cell RNA sequencing of the same culture: states, cell cycle, batches, lost molecules.

mod genes;
mod library;

pub(crate) use genes::{Genes, STATES_OF_CELLS};
pub(crate) use library::{Library, sequence};
