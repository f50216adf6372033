use super::{MarketRows, market, names};
use crate::FormatError;
use crate::counts::FileRows;
use lca_tables::AnnData;
use std::io::Read;
use std::path::{Path, PathBuf};

const MATRIX: &[&str] = &["matrix.mtx"];
const GENES: &[&str] = &["features.tsv", "genes.tsv"];
const CELLS: &[&str] = &["barcodes.tsv"];

/// How far below a folder its counts are looked for: 10x puts them into `outs/NAME/GENOME`.
const DEPTH: usize = 3;

/// The most folders looked into; whoever names a whole disk should not wait for it.
const MOST_FOLDERS: usize = 1000;

fn find(folder: &Path, names: &[&str]) -> Option<PathBuf> {
    let packed = names.iter().flat_map(|name| [(*name).to_owned(), format!("{name}.gz")]);
    packed.map(|name| folder.join(name)).find(|path| path.is_file())
}

/// Reads a 10x folder: `matrix.mtx`, `barcodes.tsv`, and `genes.tsv` (version 2) or `features.tsv`
/// (version 3), packed or not. Genes may repeat where they are to be `numbered`. A matrix of more entries than `most` stays
/// in its file where it lies there cell by cell.
pub(crate) fn read_folder(
    folder: &Path,
    numbered: bool,
    most: Option<u64>,
) -> Result<(AnnData, Option<FileRows>), FormatError> {
    let need = |names: &[&str]| find(folder, names).ok_or_else(|| missing(folder, names));
    let matrix = need(MATRIX)?;
    let genes = need(GENES)?;
    let cells = need(CELLS)?;
    let var = names::genes(&genes, names::read_list(&genes)?, numbered)?;
    let obs = names::cells(&cells, names::read_list(&cells)?)?;
    let (genes, cells) = (var.rows(), obs.rows());
    let rows = most.map(|most| MarketRows::of(&matrix, genes, cells, most)).transpose()?.flatten();
    let x = if rows.is_some() { None } else { Some(market::read(&matrix, genes, cells)?) };
    Ok((AnnData { x, obs, var, ..AnnData::default() }, rows.map(FileRows::from)))
}

/// The error that a folder lacks a file, with the folders below it that have it.
fn missing(folder: &Path, names: &[&str]) -> FormatError {
    let mut what =
        format!("a 10x folder needs `{}` (or packed, `.gz`), which is not there", names.join("` or `"));
    let below: Vec<String> =
        below(folder, names).iter().take(4).map(|path| path.display().to_string()).collect();
    match below.as_slice() {
        [] => {}
        [one] => what += &format!("; it is in `{one}`: name that folder"),
        several => what += &format!("; it is in `{}`: name one of these folders", several.join("`, `")),
    }
    FormatError::Unknown { path: folder.to_owned(), what }
}

/// The folders below that hold one of `names`, the nearest first.
fn below(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    let (mut found, mut level, mut seen) = (Vec::new(), vec![folder.to_owned()], 0);
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for folder in level {
            let inside = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            next.extend(inside.map(|entry| entry.path()).filter(|path| path.is_dir()));
            seen += 1;
            if seen > MOST_FOLDERS {
                return found;
            }
        }
        next.sort_unstable();
        found.extend(next.iter().filter(|folder| find(folder, names).is_some()).cloned());
        level = next;
    }
    found
}

/// Refuses a single file of a 10x folder, told by its name or its first bytes, and names the folder.
///
/// # Errors
/// [`FormatError::Choose`] for such a file, [`FormatError::Io`] when it cannot be read.
pub(crate) fn refuse_part(path: &Path) -> Result<(), FormatError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    let folder = path.parent().unwrap_or(path);
    let refuse = |what: String| Err(FormatError::Choose { path: path.to_owned(), what });
    let beside = find(folder, MATRIX).is_some();
    if MATRIX.contains(&plain) || beside && [GENES, CELLS].iter().any(|names| names.contains(&plain)) {
        return refuse(format!("this is one file of a 10x folder; name the folder: `{}`", folder.display()));
    }
    if is_market(path)? {
        return refuse(
            "this is a matrix without the names of its genes and cells; lay it as `matrix.mtx` beside \
             `features.tsv` and `barcodes.tsv`, and name the folder"
                .to_owned(),
        );
    }
    Ok(())
}

fn is_market(path: &Path) -> Result<bool, FormatError> {
    let mut head = Vec::new();
    let text = crate::table::open_text(path)?;
    text.take(14).read_to_end(&mut head).map_err(crate::table::unreadable(path))?;
    Ok(head == b"%%MatrixMarket")
}
