use super::{Counts, delimited};
use crate::{FormatError, tenx};
use std::path::Path;

/// Which way a table of text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// A row per gene, a column per cell.
    GenesByCells,
    /// A row per cell, a column per gene.
    CellsByGenes,
}

/// What a file leaves open, for [`read_counts`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountsOptions {
    /// Needed for CSV and TSV, whose files do not say it; the other formats do.
    pub orientation: Option<Orientation>,
    /// Which genome of a 10x file of several.
    pub genome: Option<String>,
}

/// Reads a count table, whatever it is: a 10x folder (`matrix.mtx`), a 10x or h5ad file, or CSV or TSV
/// (gzip or not). The result is cells × genes with sparse counts in single precision (double where
/// that is not exact; h5ad files keep what they have, dense included).
///
/// Counts of CSV and 10x files must be finite and not negative; an h5ad file's X may be scaled, and is
/// taken as it is.
///
/// # Errors
/// When it is none of these, damaged, has repeated names, names that do not fit the matrix, or a count
/// that is none.
pub fn read_counts(path: &Path, options: &CountsOptions) -> Result<Counts, FormatError> {
    let metadata = std::fs::metadata(path).map_err(FormatError::io("read", path))?;
    if metadata.is_dir() {
        let data = tenx::read_folder(path)?;
        data.check().map_err(FormatError::table(path))?;
        return Ok(Counts { data, ..Counts::default() });
    }
    let Some(orientation) = options.orientation else {
        let what = "a table of text does not say whether its rows are genes or cells; say the orientation";
        return Err(FormatError::Choose { path: path.to_owned(), what: what.to_owned() });
    };
    let data = delimited::read(path, orientation)?;
    data.check().map_err(FormatError::table(path))?;
    Ok(Counts { data, ..Counts::default() })
}
