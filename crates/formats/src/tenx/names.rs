use crate::FormatError;
use crate::counts::{unique, unique_genes};
use crate::table::{open_text, unreadable, utf8};
use lca_tables::{Categorical, Column, DataFrame};
use std::io::BufRead;
use std::path::Path;

/// The lines of a list, each split at tabs.
pub(super) fn read_list(path: &Path) -> Result<Vec<Vec<String>>, FormatError> {
    let mut text = open_text(path)?;
    let (mut rows, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if text.read_until(b'\n', &mut line).map_err(unreadable(path))? == 0 {
            return Ok(rows);
        }
        let at = rows.len() as u64 + 1;
        let text = utf8(path, at, &line)?.trim_end_matches(['\n', '\r']);
        if text.is_empty() {
            return Err(FormatError::line(path, at, "the line is empty; each line names one entry"));
        }
        rows.push(text.split('\t').map(str::to_owned).collect());
    }
}

/// Genes by their identifiers, which are unique where symbols are not; symbols and, in files of
/// version 3, feature types are columns.
pub(super) fn genes(path: &Path, rows: Vec<Vec<String>>, numbered: bool) -> Result<DataFrame, FormatError> {
    let mut columns: [Vec<String>; 3] = Default::default();
    for (at, row) in rows.into_iter().enumerate() {
        let mut fields = row.into_iter();
        let id = fields.next().unwrap_or_default();
        let symbol = fields.next().unwrap_or_else(|| id.clone());
        columns[0].push(id);
        columns[1].push(symbol);
        columns[2].extend(fields.next());
        if !columns[2].is_empty() && columns[2].len() != at + 1 {
            let what = "the feature type is missing here, but given elsewhere";
            return Err(FormatError::line(path, at as u64 + 1, what));
        }
    }
    let [ids, symbols, types] = columns;
    unique_genes(path, &ids, numbered)?;
    let mut genes = DataFrame::new(ids);
    genes.set("gene_symbols", Column::Text(symbols)).map_err(FormatError::table(path))?;
    if types.len() == genes.rows() && !types.is_empty() {
        let types = Column::Categorical(Categorical::from_texts(&types));
        genes.set("feature_types", types).map_err(FormatError::table(path))?;
    }
    Ok(genes)
}

/// Cells by their barcodes.
pub(super) fn cells(path: &Path, rows: Vec<Vec<String>>) -> Result<DataFrame, FormatError> {
    let barcodes: Vec<String> = rows.into_iter().filter_map(|row| row.into_iter().next()).collect();
    unique(path, "barcode", &barcodes)?;
    Ok(DataFrame::new(barcodes))
}
