use crate::FormatError;
use crate::table::{Rows, texts};
use std::path::Path;

/// The header and all rows below it with the lines they begin on, each as long as the header. A header
/// that is one field shorter than the first row (as R writes it) lacks the name of its first column.
pub(super) fn table(path: &Path, what: &'static str) -> Result<(Vec<String>, Lines), FormatError> {
    let mut reader = Rows::open(path)?;
    let mut header = match reader.next()? {
        Some((line, record)) => texts(path, line, record)?,
        None => return Err(FormatError::broken(path, what, "it is empty")),
    };
    let mut rows: Lines = Vec::new();
    while let Some((line, record)) = reader.next()? {
        let found = texts(path, line, record)?;
        if rows.is_empty() && found.len() == header.len() + 1 {
            header.insert(0, String::new());
        }
        if found.len() != header.len() {
            let what = format!("{} fields, but the header has {}", found.len(), header.len());
            return Err(FormatError::line(path, line, what));
        }
        rows.push((line, found));
    }
    Ok((header, rows))
}

/// Rows with the lines they begin on.
pub(super) type Lines = Vec<(u64, Vec<String>)>;
