use crate::error::Result;
use crate::{Atlas, StoreError};
use bytes::Bytes;
use serde_json::Value;

/// The folder of what people did, an entry a file.
const JOURNAL: &str = "lca/corrections";

impl Atlas {
    /// What people said of the results, oldest first, each with its number. An entry is never changed or
    /// removed; what takes one back is an entry of its own.
    ///
    /// # Errors
    /// When an entry cannot be read or is not JSON.
    pub fn journal(&self) -> Result<Vec<(u64, Value)>> {
        let backing = &self.inner.backing;
        let mut entries = Vec::new();
        for (key, _) in backing.list(JOURNAL)? {
            let Some(number) = number(&key) else { continue };
            let bytes = backing.get_required(&key)?;
            let value = serde_json::from_slice(&bytes)
                .map_err(|why| StoreError::format(&backing.shown(&key), why))?;
            entries.push((number, value));
        }
        entries.sort_unstable_by_key(|(number, _)| *number);
        Ok(entries)
    }

    /// Adds an entry to the journal and returns its number. Needs no lock: two writers get two numbers.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_in_journal(&self, entry: &Value) -> Result<u64> {
        let backing = &self.inner.backing;
        let bytes = serde_json::to_vec_pretty(entry)
            .map_err(|why| StoreError::write(&backing.shown(JOURNAL), why))?;
        let last = backing.list(JOURNAL)?.iter().filter_map(|(key, _)| number(key)).max().unwrap_or(0);
        let mut next = last + 1;
        while !backing.create(&format!("{JOURNAL}/{next:06}.json"), Bytes::from(bytes.clone()))? {
            next += 1;
        }
        Ok(next)
    }
}

fn number(key: &str) -> Option<u64> {
    key.strip_prefix(JOURNAL)?.strip_prefix('/')?.strip_suffix(".json")?.parse().ok()
}
