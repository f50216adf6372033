//! The parts of HDF5 that 10x and h5ad files use.

mod columns;
mod node;
mod numbers;
mod rows;
mod sparse;
mod stored;
mod whole;

pub(crate) use columns::ByGenes;
pub(crate) use node::{Node, open};
pub(crate) use numbers::{Numbers, is_text, numbers, numbers_of, texts};
pub(crate) use rows::ByCells;
pub(crate) use sparse::{Compressed, compressed};

/// The first bytes of an HDF5 file.
pub(crate) const MAGIC: [u8; 8] = *b"\x89HDF\r\n\x1a\n";
