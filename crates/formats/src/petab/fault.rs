use crate::FormatError;
use std::path::PathBuf;

/// What is wrong with a row of a table.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) place: Place,
    pub(super) column: Option<String>,
    /// What is wrong, and what to do; it names the column.
    pub(super) what: String,
}

/// A line of a table.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    pub(super) line: u64,
}

impl Fault {
    /// Of a column, which `what` comes to name.
    pub(super) fn new(place: &Place, (column, what): (String, String)) -> Self {
        let what = if what.contains(&column) { what } else { format!("`{column}`: {what}") };
        Self { place: place.clone(), column: Some(column), what }
    }
}

impl From<Fault> for FormatError {
    fn from(fault: Fault) -> Self {
        Self::Line { path: fault.place.path, line: fault.place.line, what: fault.what }
    }
}
