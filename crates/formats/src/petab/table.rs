use super::fault::{Fault, Place};
use crate::FormatError;
use std::path::{Path, PathBuf};

/// A tab-separated table with a header.
pub(super) struct Table {
    path: PathBuf,
    header: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    table: &'t Table,
    line: u64,
    cells: &'t [String],
}

impl Table {
    pub(super) fn parse(bytes: &[u8], path: &Path) -> Result<Self, FormatError> {
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(b'\t').has_headers(false).flexible(true).comment(Some(b'#'));
        let mut rows = Vec::new();
        for record in reader.from_reader(bytes).records() {
            let record =
                record.map_err(|error| FormatError::broken(path, "PEtab table", error.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push((line, cells));
            }
        }
        if rows.is_empty() {
            return Err(FormatError::broken(path, "PEtab table", "it has no header line"));
        }
        let (_, header) = rows.remove(0);
        let table = Self { path: path.to_owned(), header, rows };
        match table.rows.iter().find(|(_, cells)| cells.len() > table.header.len()) {
            Some((line, _)) => Err(FormatError::line(path, *line, "it has more cells than the header")),
            None => Ok(table),
        }
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// The line of the header.
    pub(super) fn head(&self) -> Place {
        Place { path: self.path.clone(), line: 1 }
    }

    /// The rows, when all the columns are there.
    pub(super) fn rows(&self, columns: &[&str]) -> Result<impl Iterator<Item = Row<'_>>, Fault> {
        for &column in columns {
            if !self.header.iter().any(|known| known == column) {
                let what = format!("the column `{column}` is missing; there are {}", self.header.join(", "));
                return Err(self.fault(1, column, what));
            }
        }
        for (at, column) in self.header.iter().enumerate() {
            if !column.is_empty() && self.header[..at].contains(column) {
                let what = format!("the column `{column}` occurs twice; remove one");
                return Err(self.fault(1, column, what));
            }
        }
        Ok(self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells }))
    }

    fn fault(&self, line: u64, column: &str, what: String) -> Fault {
        Fault::new(&Place { path: self.path.clone(), line }, (column.to_owned(), what))
    }
}

impl<'t> Row<'t> {
    pub(super) fn place(&self) -> Place {
        Place { path: self.table.path.clone(), line: self.line }
    }

    /// A fault in a column, which `what` comes to name.
    pub(super) fn wrong(&self, column: &str, what: impl Into<String>) -> Fault {
        self.table.fault(self.line, column, what.into())
    }

    /// The cell, or none where the column is missing or the cell empty.
    pub(super) fn cell(&self, column: &str) -> Option<&'t str> {
        let at = self.table.header.iter().position(|known| known == column)?;
        self.cells.get(at).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    pub(super) fn text(&self, column: &str) -> Result<&'t str, Fault> {
        self.cell(column).ok_or_else(|| self.wrong(column, format!("`{column}` is empty; fill it in")))
    }

    /// A number that may be missing or not-a-number.
    pub(super) fn maybe_number(&self, column: &str) -> Result<f64, Fault> {
        let Some(text) = self.cell(column) else { return Ok(f64::NAN) };
        let wrong = || self.wrong(column, format!("`{column}` is `{text}`, which is not a number"));
        number(text).ok_or_else(wrong)
    }

    pub(super) fn number(&self, column: &str) -> Result<f64, Fault> {
        let value = self.maybe_number(column)?;
        if value.is_nan() {
            let what = format!("`{column}` is empty or not a number; remove the row or fill it in");
            return Err(self.wrong(column, what));
        }
        Ok(value)
    }

    /// The parts of a list separated by semicolons.
    pub(super) fn list(&self, column: &str) -> Vec<&'t str> {
        self.cell(column).map_or_else(Vec::new, |text| text.split(';').map(str::trim).collect())
    }
}

/// A number, infinite and not-a-number included.
pub(super) fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}
