use crate::FormatError;
use crate::table::{Rows, texts};
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// A table of texts whose columns are asked for by name.
pub(super) struct Sheet {
    path: PathBuf,
    header: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Sheet {
    /// Reads all of a text with a header; rows may be shorter than it.
    pub(super) fn read(path: &Path, text: Box<dyn BufRead>) -> Result<Self, FormatError> {
        let mut source = Rows::over(path, text)?;
        let header = match source.next()? {
            Some((line, record)) => texts(path, line, record)?,
            None => return Err(FormatError::broken(path, "table", "it is empty")),
        };
        let mut rows = Vec::new();
        while let Some((line, record)) = source.next()? {
            rows.push((line, texts(path, line, record)?));
        }
        Ok(Self { path: path.to_owned(), header, rows })
    }

    /// Where a column stands, if there is one of that name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| known == name)
    }

    /// Where the first column of these names stands.
    pub(super) fn need(&self, names: &[&str]) -> Result<usize, FormatError> {
        names.iter().find_map(|name| self.find(name)).ok_or_else(|| {
            let what = format!(
                "there is no column `{}`; there are: {}",
                names.join("` or `"),
                self.header.join(", ")
            );
            FormatError::broken(&self.path, "table", what)
        })
    }

    /// The rows, each with its line.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, fields)| Row { path: &self.path, line: *line, fields })
    }
}

/// A row of a [`Sheet`].
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    path: &'a Path,
    line: u64,
    fields: &'a [String],
}

impl<'a> Row<'a> {
    /// The text in a column; nothing where the row is shorter.
    pub(super) fn text(self, column: usize) -> &'a str {
        self.fields.get(column).map_or("", String::as_str)
    }

    /// The text in a column that may be missing and may be empty.
    pub(super) fn some(self, column: Option<usize>) -> Option<String> {
        column.map(|column| self.text(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The truth value in a column that may be missing.
    pub(super) fn truth(self, column: Option<usize>) -> Option<bool> {
        match column.map(|column| self.text(column))? {
            "True" | "TRUE" | "true" | "1" => Some(true),
            "False" | "FALSE" | "false" | "0" => Some(false),
            _ => None,
        }
    }

    /// What is wrong with this row.
    pub(super) fn fault(self, what: impl Into<String>) -> FormatError {
        FormatError::line(self.path, self.line, what)
    }
}
