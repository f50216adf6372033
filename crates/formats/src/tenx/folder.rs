use super::{market, names};
use crate::FormatError;
use lca_tables::AnnData;
use std::path::{Path, PathBuf};

fn find(folder: &Path, names: &[&str]) -> Option<PathBuf> {
    let packed = names.iter().flat_map(|name| [(*name).to_owned(), format!("{name}.gz")]);
    packed.map(|name| folder.join(name)).find(|path| path.is_file())
}

/// Reads a 10x folder: `matrix.mtx`, `barcodes.tsv`, and `genes.tsv` (version 2) or `features.tsv`
/// (version 3), packed or not.
pub(crate) fn read_folder(folder: &Path) -> Result<AnnData, FormatError> {
    let need = |names: &[&str]| {
        let what =
            format!("a 10x folder needs `{}` (or packed, `.gz`), which is not there", names.join("` or `"));
        find(folder, names).ok_or_else(|| FormatError::Unknown { path: folder.to_owned(), what })
    };
    let matrix = need(&["matrix.mtx"])?;
    let genes = need(&["features.tsv", "genes.tsv"])?;
    let cells = need(&["barcodes.tsv"])?;
    let var = names::genes(&genes, names::read_list(&genes)?)?;
    let obs = names::cells(&cells, names::read_list(&cells)?)?;
    let x = market::read(&matrix, var.rows(), obs.rows())?;
    Ok(AnnData { x: Some(x), obs, var, ..AnnData::default() })
}
