//! The parts of HDF5 that 10x and h5ad files use.

mod node;
mod numbers;
mod rows;
mod sparse;

pub(crate) use node::{Node, open};
pub(crate) use numbers::{Numbers, is_text, numbers, numbers_of, texts};
pub use rows::FileRows;
pub(crate) use sparse::{Compressed, compressed};

/// The first bytes of an HDF5 file.
pub(crate) const MAGIC: [u8; 8] = *b"\x89HDF\r\n\x1a\n";
