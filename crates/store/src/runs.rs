use crate::commit::RunEntry;
use crate::disk::FileSum;
use crate::error::Result;
use crate::{Atlas, StoreError};
use lca_core::ElementPath;
use lca_tables::{Column, DataFrame};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One commit as the run log tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The commit's number, from 1.
    pub sequence: u64,
    /// The key given to the commit.
    pub key: String,
    /// The elements it made current.
    pub elements: Vec<ElementPath>,
    /// The record given to the commit.
    pub record: Value,
}

impl Atlas {
    /// The run log, oldest first.
    ///
    /// # Errors
    /// When a record is missing or has changed.
    pub fn runs(&self) -> Result<Vec<Run>> {
        let entries: Vec<RunEntry> = self.inner.state().record.runs.clone();
        entries.iter().map(|entry| self.run(entry)).collect()
    }

    fn run(&self, entry: &RunEntry) -> Result<Run> {
        let backing = &self.inner.backing;
        let shown = backing.shown(&entry.file);
        let bytes = backing.get_required(&entry.file)?;
        if FileSum::of(&bytes).blake3 != entry.checksum {
            let problem = "the run record has changed since it was committed".to_owned();
            return Err(StoreError::Damaged { path: shown, problem });
        }
        serde_json::from_slice(&bytes).map_err(|why| StoreError::format(&shown, why))
    }

    /// The run log as a table: `sequence`, `key`, `elements` (separated by blanks) and `record`
    /// (JSON), a row for each commit.
    ///
    /// # Errors
    /// As [`Self::runs`].
    pub fn run_table(&self) -> Result<DataFrame> {
        let runs = self.runs()?;
        let names = |run: &Run| run.elements.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let columns = [
            ("sequence", Column::Int(runs.iter().map(|run| run.sequence as i64).collect())),
            ("key", Column::Text(runs.iter().map(|run| run.key.clone()).collect())),
            ("elements", Column::Text(runs.iter().map(names).collect())),
            ("record", Column::Text(runs.iter().map(|run| run.record.to_string()).collect())),
        ];
        let mut table = DataFrame::with_rows(runs.len());
        for (name, column) in columns {
            let path = || self.inner.backing.shown("lca/runs");
            table.set(name, column).map_err(|source| StoreError::Table { path: path(), source })?;
        }
        Ok(table)
    }
}
