use super::{Counts, FileRows, delimited, make_unique};
use crate::guard::guard;
use crate::{FormatError, h5, h5ad, tenx};
use std::fs::File;
use std::io::Read;
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
    /// Read `raw` of an h5ad file, and its variables, in place of X.
    pub raw: bool,
    /// Number genes of one name, as [`make_unique`] does, in place of refusing them.
    pub make_unique: bool,
}

/// Reads a count table, whatever it is: a 10x folder (`matrix.mtx`), a 10x or h5ad file, or CSV or TSV
/// (gzip or not). The result is cells × genes with sparse counts in single precision (double where
/// that is not exact; h5ad files keep what they have, dense included).
///
/// Counts of CSV and 10x files must be finite and not negative; an h5ad file's X may be scaled, and is
/// taken as it is.
///
/// # Errors
/// When it is none of these, damaged, has repeated names, names that do not fit the matrix, a count
/// that is none, or names that tell that the table runs the other way than was said.
pub fn read_counts(path: &Path, options: &CountsOptions) -> Result<Counts, FormatError> {
    Ok(open(path, options, None)?.0)
}

/// As [`read_counts`], but a main matrix with more values than `most` stays in the file where this is HDF5, or a 10x folder
/// whose entries come cell by cell: then `x` of the table is empty, and the matrix comes beside it.
///
/// # Errors
/// Those of [`read_counts`]; what is wrong with values is found when they are read.
pub fn open_counts(
    path: &Path,
    options: &CountsOptions,
    most: u64,
) -> Result<(Counts, Option<FileRows>), FormatError> {
    open(path, options, Some(most))
}

/// Matrices of more values than `most` stay in the file.
fn open(
    path: &Path,
    options: &CountsOptions,
    most: Option<u64>,
) -> Result<(Counts, Option<FileRows>), FormatError> {
    let mut rows = None;
    let metadata = std::fs::metadata(path).map_err(FormatError::io("read", path))?;
    let mut counts = if metadata.is_dir() {
        fits(path, options, false, false)?;
        let (data, large) = tenx::read_folder(path, options.make_unique, most)?;
        rows = large;
        Counts { data, ..Counts::default() }
    } else if starts_with(path, &h5::MAGIC)? {
        let (counts, large) = guard(path, "HDF5", || read_hdf5(path, options, most))?;
        rows = large;
        counts
    } else {
        no_hdf5(path, metadata.len())?;
        tenx::refuse_part(path)?;
        fits(path, options, false, false)?;
        let orientation = options.orientation.ok_or_else(|| {
            let what = "a table of text does not say whether its rows are genes or cells; say it with \
                        `params = { orientation = \"genes-by-cells\" }` where each row is a gene, or \
                        `\"cells-by-genes\"` where each row is a cell; commands on cells with --genes-in rows or columns";
            FormatError::Choose { path: path.to_owned(), what: what.to_owned() }
        })?;
        Counts { data: delimited::read(path, orientation, options.make_unique)?, ..Counts::default() }
    };
    counts.data.check().map_err(FormatError::table(path))?;
    if options.make_unique {
        (counts.data.var, counts.renamed) = make_unique(path, &counts.data.var)?;
    }
    Ok((counts, rows))
}

/// Refuses options that say nothing of such a file: they would be passed over, and other counts read than was meant.
fn fits(path: &Path, options: &CountsOptions, raw: bool, genome: bool) -> Result<(), FormatError> {
    let what = if options.raw && !raw {
        "only AnnData has a raw matrix beside its X: leave out `raw`, or in a study give it to the import of AnnData alone"
    } else if options.genome.is_some() && !genome {
        "only 10x's HDF5 files say of which genome a gene is: leave out `genome`, or give that file"
    } else {
        return Ok(());
    };
    Err(FormatError::Choose { path: path.to_owned(), what: what.to_owned() })
}

/// Refuses a file that is named as HDF5 and is none: taken for text, it would be asked for what HDF5 says itself.
fn no_hdf5(path: &Path, bytes: u64) -> Result<(), FormatError> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if !["h5ad", "h5", "hdf5"].contains(&ending.as_str()) {
        return Ok(());
    }
    let what = match bytes {
        0 => "it is empty; copy it again".to_owned(),
        _ => format!(
            "its {bytes} bytes do not begin as HDF5 does; it is damaged, cut off or of another format"
        ),
    };
    Err(FormatError::broken(path, "HDF5", what))
}

fn starts_with(path: &Path, magic: &[u8]) -> Result<bool, FormatError> {
    let file = File::open(path).map_err(FormatError::io("read", path))?;
    let mut head = Vec::new();
    file.take(magic.len() as u64).read_to_end(&mut head).map_err(FormatError::io("read", path))?;
    Ok(head == magic)
}

fn read_hdf5(
    path: &Path,
    options: &CountsOptions,
    most: Option<u64>,
) -> Result<(Counts, Option<FileRows>), FormatError> {
    let root = h5::open(path)?;
    if let Some(genomes) = tenx::genomes(&root) {
        fits(path, options, false, true)?;
        let (data, rows) = tenx::read_file(path, &genomes, options, most)?;
        return Ok((Counts { data, ..Counts::default() }, rows));
    }
    if h5ad::is_h5ad(&root) {
        fits(path, options, true, false)?;
        return h5ad::read_file(path, &root, options, most);
    }
    let what =
        "an HDF5 file of counts is h5ad (with `obs` and `var`) or one of 10x (with `barcodes`)".to_owned();
    Err(FormatError::Unknown { path: path.to_owned(), what })
}
