//! Networks of molecules, one file for each format.

mod pairs;
mod sif;

pub use pairs::read_gold;

use crate::FormatError;
use lca_graph::MolecularNetwork;
use std::path::Path;

/// Reads a network of molecules: SIF, or a list of pairs (`source target`).
///
/// # Errors
/// When the file cannot be read or a line of it is no interaction; each with the line.
pub fn read_network(path: &Path) -> Result<MolecularNetwork, FormatError> {
    sif::read(path)
}
