//! Tables of how much of each molecule samples hold, one file for each format, and the sheets that say
//! what the samples are.

mod fields;
mod max_quant;
mod mztab;
mod number;
mod plain;
mod samples;
mod standards;
mod time;

pub use samples::{Sample, SheetColumns, read_samples};
pub use standards::{Standard, read_standards};
pub use time::parse_time;

use crate::FormatError;
use crate::table::{open_text, unreadable};
use lca_tables::{Abundances, Measured};
use std::collections::HashSet;
use std::io::{BufRead, Read};
use std::path::Path;

/// Which of several quantities of one file is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quantity {
    /// What compares samples best: `LFQ intensity` where there is one, else `Intensity`.
    #[default]
    Best,
    /// MaxQuant's `Intensity`: the sum of all peptides, as the proteomic ruler needs it.
    Intensity,
    /// MaxQuant's `LFQ intensity`, normalised between samples.
    Lfq,
    /// MaxQuant's `iBAQ`: the intensity per peptide that could be seen.
    Ibaq,
    /// mzTab's small molecules; otherwise its proteins are read.
    SmallMolecules,
}

/// Reads how much of each molecule samples hold: mzTab 1.0 and 2.0-M, MaxQuant's `proteinGroups.txt`, or
/// CSV and TSV with one molecule in a row and one sample in a column; gzip or not. The file's first
/// lines tell which.
///
/// Blanks around names are taken off. Empty fields, `NA`, `NaN`, `null` are missing, and so is a 0 of
/// MaxQuant. Decoys, contaminants and proteins known by a modified site alone are kept and marked.
///
/// # Errors
/// When the file cannot be read, has no rows or samples, a value is no number, or a name repeats; each
/// with the line, or with row and column.
pub fn read_abundances(path: &Path, quantity: Quantity) -> Result<Abundances, FormatError> {
    let mut start = Vec::new();
    let mut text = open_text(path)?.take(1 << 16);
    text.read_to_end(&mut start).map_err(unreadable(path))?;
    let first = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let table = if starts_mztab(&start) {
        mztab::read(path, quantity == Quantity::SmallMolecules)?
    } else if max_quant::looks(&String::from_utf8_lossy(first)) {
        max_quant::read(path, quantity)?
    } else {
        plain::read(path)?
    };
    checked(path, table)
}

/// Whether the first line that is neither empty nor a comment is one of mzTab's metadata.
fn starts_mztab(start: &[u8]) -> bool {
    let mut lines = start.lines().map_while(Result::ok);
    lines.find(|line| !line.trim().is_empty() && !line.starts_with("COM")).is_some_and(|line| {
        let mut fields = line.split('\t');
        fields.next() == Some("MTD") && fields.next().is_some_and(|key| key.starts_with("mzTab"))
    })
}

fn checked(path: &Path, table: Abundances) -> Result<Abundances, FormatError> {
    if table.molecules().is_empty() {
        return Err(FormatError::broken(path, "table of abundances", "it has no row of a molecule"));
    }
    unique(path, "sample", table.samples().iter().map(String::as_str))?;
    unique(path, "molecule", table.molecules().iter().map(|one: &Measured| one.id.as_str()))?;
    Ok(table)
}

fn unique<'n>(
    path: &Path,
    what: &'static str,
    mut names: impl Iterator<Item = &'n str>,
) -> Result<(), FormatError> {
    let mut seen = HashSet::new();
    match names.find(|name| !seen.insert(*name)) {
        Some(name) => Err(FormatError::Duplicate { path: path.to_owned(), what, name: name.to_owned() }),
        None => Ok(()),
    }
}
