use super::infer::infer;
use super::text::{Rows, utf8};
use crate::FormatError;
use csv::ByteRecord;
use lca_tables::DataFrame;
use std::collections::HashSet;
use std::path::Path;

/// Reads a table of text: CSV or TSV, gzip or not, one row per line below a header.
///
/// Commas, tabs or semicolons separate the fields, whichever the first line has most of; fields may
/// be quoted, lines may end in CRLF, and a byte-order mark is passed over. When the header is one
/// field shorter than the rows (as R writes it), or its first field is empty (as pandas does), the
/// first field of each row is its name; else rows are named `0`, `1`, ….
///
/// A column holds the first of these types that fits all its fields: truth values (`true`, `True`,
/// `TRUE`), whole numbers, numbers, texts. Whole numbers with leading zeros or beyond 64 bits are
/// names, thus texts. Empty, `NA`, `N/A`, `NaN`, `nan`, `null`, `NULL` and `<NA>` are missing.
///
/// # Errors
/// When the file cannot be read, has no header, is not UTF-8, repeats a column name, or has rows of
/// different lengths; each with the line.
pub fn read_table(path: &Path) -> Result<DataFrame, FormatError> {
    read_rows(Rows::open(path)?, path)
}

/// [`read_table`] of rows that are open already; the path is for messages.
pub(crate) fn read_rows(mut rows: Rows<'_>, path: &Path) -> Result<DataFrame, FormatError> {
    let Some((line, header)) = rows.next()? else {
        return Err(FormatError::broken(path, "table", "it is empty"));
    };
    let mut names = texts(path, line, header)?;
    let mut fields: Vec<Vec<String>> = Vec::new();
    while let Some((line, record)) = rows.next()? {
        if fields.is_empty() {
            if record.len() == names.len() + 1 {
                names.insert(0, String::new());
            }
            fields = vec![Vec::new(); names.len()];
        }
        if record.len() != names.len() {
            let what = format!("{} fields, but the header has {}", record.len(), names.len());
            return Err(FormatError::line(path, line, what));
        }
        for (column, field) in fields.iter_mut().zip(record) {
            column.push(utf8(path, line, field)?.to_owned());
        }
    }
    fields.resize(names.len(), Vec::new());
    assemble(path, names, fields)
}

fn texts(path: &Path, line: u64, record: &ByteRecord) -> Result<Vec<String>, FormatError> {
    record.iter().map(|field| utf8(path, line, field).map(str::to_owned)).collect()
}

fn assemble(path: &Path, names: Vec<String>, fields: Vec<Vec<String>>) -> Result<DataFrame, FormatError> {
    let mut seen = HashSet::new();
    if let Some(name) = names.iter().find(|name| !seen.insert(name.as_str())) {
        return Err(FormatError::Duplicate { path: path.to_owned(), what: "column", name: name.clone() });
    }
    let rows = fields.first().map_or(0, Vec::len);
    let mut columns = names.iter().zip(fields);
    let mut table = match names.first() {
        Some(first) if first.is_empty() => {
            DataFrame::new(columns.next().map(|(_, index)| index).unwrap_or_default())
        }
        _ => DataFrame::with_rows(rows),
    };
    for (name, fields) in columns {
        table.set(name, infer(fields)).map_err(FormatError::table(path))?;
    }
    Ok(table)
}
