//! Trees in the Newick format (Olsen 1990), as phylogenetics exchanges them.

mod build;
mod tokens;

use crate::FormatError;
use crate::table::{create, open_text, unreadable, utf8};
use lca_graph::Lineage;
use std::io::{Read, Write};
use std::path::Path;

/// Reads trees in Newick format, one after the other; gzip or not. Names may be quoted, lengths and names
/// may lack, inner nodes may have one child, comments in brackets are passed over. In names without quotes
/// an underscore stays an underscore. Labels of inner nodes are taken as names.
///
/// Nodes are numbered in the order in which they begin in the text, mothers before daughters.
///
/// # Errors
/// When the file cannot be read, or is no tree; with the line.
pub fn read_newick(path: &Path) -> Result<Lineage, FormatError> {
    let mut bytes = Vec::new();
    open_text(path)?.read_to_end(&mut bytes).map_err(unreadable(path))?;
    parse_newick(utf8(path, 1, &bytes)?, path)
}

/// Reads trees from a text, as [`read_newick`] does; the path is for messages.
///
/// # Errors
/// When the text is no tree; with the line.
pub fn parse_newick(text: &str, path: &Path) -> Result<Lineage, FormatError> {
    let branches = build::branches(text).map_err(|fault| FormatError::line(path, fault.line, fault.what))?;
    if branches.is_empty() {
        return Err(FormatError::broken(path, "Newick", "it holds no tree"));
    }
    Lineage::from_branches(branches).map_err(|error| FormatError::broken(path, "Newick", error.to_string()))
}

/// Writes all trees in Newick format, one a line; gzip when the name ends in `.gz`.
///
/// # Errors
/// When the file cannot be written.
pub fn write_newick(path: &Path, lineage: &Lineage) -> Result<(), FormatError> {
    let mut file = create(path)?;
    for tree in lineage.roots().iter().filter_map(|&root| lineage.newick(root)) {
        writeln!(file, "{tree}").map_err(FormatError::io("write", path))?;
    }
    file.flush().map_err(FormatError::io("write", path))
}
