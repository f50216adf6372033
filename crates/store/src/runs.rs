use crate::commit::{Record, RunEntry};
use crate::disk::{Backing, FileSum};
use crate::error::Result;
use crate::parquet::to_parquet;
use crate::{Atlas, StoreError};
use lca_core::ElementPath;
use lca_tables::{Column, DataFrame};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// The run log as one table.
pub(crate) const LOG: &str = "lca/runs/log.parquet";

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
        entries.iter().map(|entry| load(&self.inner.backing, entry)).collect()
    }

    /// The newest runs before commit `before`, or of all, newest first.
    ///
    /// # Errors
    /// When a record is missing or has changed.
    pub fn newest_runs(&self, before: Option<u64>, limit: usize) -> Result<Vec<Run>> {
        let state = self.inner.state();
        let earlier = |entry: &&RunEntry| before.is_none_or(|before| entry.sequence < before);
        let entries: Vec<RunEntry> =
            state.record.runs.iter().rev().filter(earlier).take(limit).cloned().collect();
        drop(state);
        entries.iter().map(|entry| load(&self.inner.backing, entry)).collect()
    }

    /// The runs that made the current elements, oldest first. However long the log is, these are no more than there
    /// are elements.
    ///
    /// # Errors
    /// When a record is missing or has changed.
    pub fn current_runs(&self) -> Result<Vec<Run>> {
        let record = self.inner.state().record.clone();
        let mut wanted: BTreeSet<&str> =
            record.elements.values().map(|current| current.run.as_str()).collect();
        // Of runs with one key the newest made what is current.
        let newest = record.runs.iter().rev().filter(|entry| wanted.remove(entry.key.as_str()));
        let mut entries: Vec<&RunEntry> = newest.collect();
        entries.reverse();
        entries.into_iter().map(|entry| load(&self.inner.backing, entry)).collect()
    }

    /// The run log as a table: `sequence`, `key`, `elements` (separated by blanks) and `record`
    /// (JSON, missing where it cannot be read), a row for each commit. It lies beside the records
    /// as `lca/runs/log.parquet`.
    ///
    /// # Errors
    /// When the table cannot be made.
    pub fn run_table(&self) -> Result<DataFrame> {
        let record = self.inner.state().record.clone();
        run_table(&self.inner.backing, &record)
    }
}

fn load(backing: &Backing, entry: &RunEntry) -> Result<Run> {
    let shown = backing.shown(&entry.file);
    let bytes = backing.get_required(&entry.file)?;
    if FileSum::of(&bytes).blake3 != entry.checksum {
        let problem = "the run record has changed since it was committed".to_owned();
        return Err(StoreError::Damaged { path: shown, problem });
    }
    serde_json::from_slice(&bytes).map_err(|why| StoreError::format(&shown, why))
}

fn run_table(backing: &Backing, record: &Record) -> Result<DataFrame> {
    let runs: Vec<Option<Run>> = record.runs.iter().map(|entry| load(backing, entry).ok()).collect();
    let names = |run: &Option<Run>| {
        let run = run.as_ref()?;
        Some(run.elements.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    };
    let text = |run: &Option<Run>| run.as_ref().map(|run| run.record.to_string());
    let columns = [
        ("sequence", Column::Int(record.runs.iter().map(|run| run.sequence as i64).collect())),
        ("key", Column::Text(record.runs.iter().map(|run| run.key.clone()).collect())),
        ("elements", Column::NullableText(runs.iter().map(names).collect())),
        ("record", Column::NullableText(runs.iter().map(text).collect())),
    ];
    let mut table = DataFrame::with_rows(runs.len());
    for (name, column) in columns {
        let path = || backing.shown(LOG);
        table.set(name, column).map_err(|source| StoreError::Table { path: path(), source })?;
    }
    Ok(table)
}

/// Writes the run log as Parquet, for SQL.
pub(crate) fn write_log(backing: &Backing, record: &Record) -> Result<()> {
    let bytes = to_parquet(&run_table(backing, record)?)
        .map_err(|why| StoreError::write(&backing.shown(LOG), why))?;
    backing.put(LOG, bytes)
}
