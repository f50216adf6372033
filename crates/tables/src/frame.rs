use crate::Column;
use std::collections::HashSet;
use thiserror::Error;

/// Named rows with named, typed columns of one length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DataFrame {
    index: Vec<String>,
    columns: Vec<(String, Column)>,
}

/// Why a table cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableError {
    /// A column or matrix does not have one entry for each row or column.
    #[error("`{what}` has {found} entries, the table has {expected}")]
    Length {
        /// The column or matrix.
        what: String,
        /// Entries it has.
        found: usize,
        /// Entries it should have.
        expected: usize,
    },
    /// A name occurs twice where names must be unique.
    #[error("the name `{name}` occurs more than once in {what}; make the names unique")]
    Duplicate {
        /// Where.
        what: String,
        /// The name.
        name: String,
    },
    /// A column that was asked for is not there.
    #[error("there is no column `{name}`; there are: {present}")]
    Missing {
        /// The column asked for.
        name: String,
        /// The columns there are.
        present: String,
    },
    /// A column holds another type of values than asked for.
    #[error("column `{name}` does not hold {expected}")]
    Type {
        /// The column.
        name: String,
        /// What was asked for.
        expected: &'static str,
    },
}

/// A column with its name.
pub type NamedColumn = (String, Column);

impl DataFrame {
    /// A table with these row names and no columns. Row names may repeat; [`Self::unique_index`]
    /// checks that they do not.
    #[must_use]
    pub const fn new(index: Vec<String>) -> Self {
        Self { index, columns: Vec::new() }
    }

    /// A table of `rows` rows named `0`, `1`, ….
    #[must_use]
    pub fn with_rows(rows: usize) -> Self {
        Self::new((0..rows).map(|row| row.to_string()).collect())
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.index.len()
    }

    /// The row names.
    #[must_use]
    pub fn index(&self) -> &[String] {
        &self.index
    }

    /// Names and values of the columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[(String, Column)] {
        &self.columns
    }

    /// Adds a column, or replaces the one of that name.
    ///
    /// # Errors
    /// [`TableError::Length`] when it does not have one value per row.
    pub fn set(&mut self, name: &str, column: Column) -> Result<(), TableError> {
        if column.len() != self.rows() {
            let (found, expected) = (column.len(), self.rows());
            return Err(TableError::Length { what: name.to_owned(), found, expected });
        }
        match self.columns.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = column,
            None => self.columns.push((name.to_owned(), column)),
        }
        Ok(())
    }

    /// Adds columns, as [`DataFrame::set`] does, in their order.
    ///
    /// # Errors
    /// [`TableError::Length`] when one does not have one value per row.
    pub fn with_columns<N: AsRef<str>>(
        mut self,
        columns: impl IntoIterator<Item = (N, Column)>,
    ) -> Result<Self, TableError> {
        for (name, column) in columns {
            self.set(name.as_ref(), column)?;
        }
        Ok(self)
    }

    /// Whether rows have names other than their numbers.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.index.iter().enumerate().any(|(row, name)| *name != row.to_string())
    }

    /// What rows are called: their names, else the first column of texts; none where there is neither.
    #[must_use]
    pub fn names(&self) -> Option<Vec<String>> {
        if self.is_named() {
            return Some(self.index.clone());
        }
        let texts = self.columns.iter().find(|(_, column)| column.to_f64().is_none());
        let names = texts.and_then(|(_, column)| column.to_texts())?;
        Some(names.into_iter().map(Option::unwrap_or_default).collect())
    }

    /// Names of rows and the other columns, of a table that names its rows: by row names, else in the first column,
    /// as texts or as whole numbers (Entrez identifiers). None where that column is of another kind.
    #[must_use]
    pub fn named_columns(&self) -> Option<(Vec<String>, &[NamedColumn])> {
        if self.is_named() {
            return Some((self.index.clone(), &self.columns));
        }
        let ((_, first), others) = self.columns.split_first()?;
        let names = first.to_labels()?;
        Some((names.into_iter().map(Option::unwrap_or_default).collect(), others))
    }

    /// The column of that name.
    ///
    /// # Errors
    /// [`TableError::Missing`] when there is none.
    pub fn column(&self, name: &str) -> Result<&Column, TableError> {
        self.columns.iter().find(|(known, _)| known == name).map(|(_, column)| column).ok_or_else(|| {
            let present: Vec<&str> = self.columns.iter().map(|(known, _)| known.as_str()).collect();
            TableError::Missing { name: name.to_owned(), present: present.join(", ") }
        })
    }

    /// The column of that name as numbers.
    ///
    /// # Errors
    /// When it is missing or holds texts.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>, TableError> {
        let missing = || TableError::Type { name: name.to_owned(), expected: "numbers" };
        self.column(name)?.to_f64().ok_or_else(missing)
    }

    /// The column of that name as texts, missing as `None`.
    ///
    /// # Errors
    /// When it is missing or holds numbers.
    pub fn texts(&self, name: &str) -> Result<Vec<Option<String>>, TableError> {
        let missing = || TableError::Type { name: name.to_owned(), expected: "texts" };
        self.column(name)?.to_texts().ok_or_else(missing)
    }

    /// The given rows, in the given order.
    ///
    /// # Panics
    /// When a row is out of range.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        Self {
            index: rows.iter().map(|&row| self.index[row].clone()).collect(),
            columns: self.columns.iter().map(|(name, column)| (name.clone(), column.select(rows))).collect(),
        }
    }

    /// Checks that no row name repeats; `what` names the table in the message.
    ///
    /// # Errors
    /// [`TableError::Duplicate`] with the first name that does.
    pub fn unique_index(&self, what: &str) -> Result<(), TableError> {
        let mut seen = HashSet::new();
        match self.index.iter().find(|name| !seen.insert(name.as_str())) {
            Some(name) => Err(TableError::Duplicate { what: what.to_owned(), name: name.clone() }),
            None => Ok(()),
        }
    }
}
