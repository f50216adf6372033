use crate::StoreError;
use crate::disk::Backing;
use crate::error::Result;
use bytes::Bytes;
use lca_core::ElementPath;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The key of the commit record.
pub(crate) const COMMIT: &str = "lca/commit.json";

/// The newest atlas format this version reads, and the one it writes.
pub(crate) const FORMAT: u64 = 1;

/// The one small document that says what is in an atlas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) format: u64,
    pub(crate) sequence: u64,
    pub(crate) elements: BTreeMap<ElementPath, Current>,
    pub(crate) runs: Vec<RunEntry>,
}

/// The current version of one element.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Current {
    /// Its folder below the root.
    pub(crate) folder: String,
    /// Counts from 1.
    pub(crate) version: u32,
    /// Checksum of its manifest, and so of its files.
    pub(crate) checksum: String,
    /// The key of the run that made it.
    pub(crate) run: String,
}

/// One commit in the run log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct RunEntry {
    pub(crate) sequence: u64,
    pub(crate) key: String,
    /// The key of the run's record.
    pub(crate) file: String,
    pub(crate) checksum: String,
}

impl Record {
    pub(crate) const fn empty() -> Self {
        Self { format: FORMAT, sequence: 0, elements: BTreeMap::new(), runs: Vec::new() }
    }

    /// Reads the commit record; none when there is no atlas.
    pub(crate) fn load(backing: &Backing) -> Result<Option<Self>> {
        let Some(bytes) = backing.get(COMMIT)? else { return Ok(None) };
        let shown = backing.shown(COMMIT);
        let value: Value = serde_json::from_slice(&bytes).map_err(|why| StoreError::format(&shown, why))?;
        match value.get("format").and_then(Value::as_u64) {
            Some(found) if found > FORMAT => Err(StoreError::Newer { path: shown, found, known: FORMAT }),
            Some(_) => {
                let record: Self =
                    serde_json::from_value(value).map_err(|why| StoreError::format(&shown, why))?;
                record.check(&shown)?;
                Ok(Some(record))
            }
            None => Err(StoreError::format(&shown, "it has no `format` number")),
        }
    }

    /// A folder must be where the element's name says, so that no record leads out of the atlas.
    fn check(&self, shown: &str) -> Result<()> {
        for (element, current) in &self.elements {
            let parts: Vec<&str> = current.folder.split('/').collect();
            let first = element.kind().folder();
            if !current.folder.starts_with(&format!("{first}/")) || parts.iter().any(|part| bad(part)) {
                let problem = format!("`{element}` is said to lie in `{}`", current.folder);
                return Err(StoreError::format(shown, problem));
            }
        }
        let outside = |run: &&RunEntry| !run.file.starts_with("lca/runs/") || run.file.split('/').any(bad);
        match self.runs.iter().find(outside) {
            Some(run) => Err(StoreError::format(shown, format!("a run is said to lie in `{}`", run.file))),
            None => Ok(()),
        }
    }

    pub(crate) fn store(&self, backing: &Backing) -> Result<()> {
        let bytes =
            serde_json::to_vec_pretty(self).map_err(|why| StoreError::write(&backing.shown(COMMIT), why))?;
        backing.replace(COMMIT, Bytes::from(bytes))
    }
}

fn bad(part: &str) -> bool {
    part.is_empty() || part.starts_with('.')
}
