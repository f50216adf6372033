use super::Current;
use crate::StoreError;
use crate::disk::{Backing, FileSum};
use crate::error::Result;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Size and checksum of each file of an element, by its path below the element's folder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) files: BTreeMap<String, FileSum>,
}

const CHECKSUMS: &str = "lca/checksums";

fn key(folder: &str) -> String {
    format!("{CHECKSUMS}/{folder}.json")
}

impl Manifest {
    /// From checksums under full keys.
    pub(crate) fn new(folder: &str, sums: BTreeMap<String, FileSum>) -> Self {
        let prefix = format!("{folder}/");
        let strip =
            |(key, sum): (String, FileSum)| (key.strip_prefix(&prefix).unwrap_or(&key).to_owned(), sum);
        Self { files: sums.into_iter().map(strip).collect() }
    }

    /// Writes it beside the element; returns its own checksum.
    pub(crate) fn store(&self, backing: &Backing, folder: &str) -> Result<String> {
        let key = key(folder);
        let bytes = serde_json::to_vec(self).map_err(|why| StoreError::write(&backing.shown(&key), why))?;
        let checksum = FileSum::of(&bytes).blake3;
        backing.put(&key, Bytes::from(bytes))?;
        Ok(checksum)
    }

    /// Reads the manifest of a current element, and checks that it is the one that was committed.
    pub(crate) fn load(backing: &Backing, current: &Current) -> Result<Self> {
        let key = key(&current.folder);
        let shown = backing.shown(&key);
        let damaged =
            |problem: &str| StoreError::Damaged { path: shown.clone(), problem: problem.to_owned() };
        let bytes = backing.get(&key)?.ok_or_else(|| damaged("the list of checksums is missing"))?;
        if FileSum::of(&bytes).blake3 != current.checksum {
            return Err(damaged("the list of checksums is not the one that was committed"));
        }
        serde_json::from_slice(&bytes).map_err(|why| StoreError::format(&shown, why))
    }

    /// The folders of all elements that were ever committed, current or not.
    pub(crate) fn folders(backing: &Backing) -> Result<Vec<String>> {
        let folder = |(key, _): (String, u64)| {
            let name = key.strip_prefix(CHECKSUMS)?.strip_prefix('/')?.strip_suffix(".json")?;
            Some(name.to_owned())
        };
        Ok(backing.list(CHECKSUMS)?.into_iter().filter_map(folder).collect())
    }

    /// Removes the manifest of a folder that is no more.
    pub(crate) fn remove(backing: &Backing, folder: &str) -> Result<()> {
        backing.remove(&key(folder))
    }

    /// A quick look before reading: every file is there in its length, and the Zarr metadata, which
    /// say the shapes, are as committed.
    pub(crate) fn glance(&self, backing: &Backing, folder: &str) -> Result<()> {
        let found: BTreeMap<String, u64> = backing.list(folder)?.into_iter().collect();
        for (name, sum) in &self.files {
            let key = format!("{folder}/{name}");
            match found.get(&key) {
                Some(size) if *size == sum.size => {}
                other => return Err(changed(backing, &key, sum, *other.unwrap_or(&0), other.is_some())),
            }
            if name.ends_with("zarr.json") {
                self.check(backing, folder, name)?;
            }
        }
        Ok(())
    }

    /// Reads one file and compares it with its checksum.
    pub(crate) fn check(&self, backing: &Backing, folder: &str, name: &str) -> Result<()> {
        let Some(sum) = self.files.get(name) else { return Ok(()) };
        let key = format!("{folder}/{name}");
        match backing.get(&key)? {
            Some(bytes) if FileSum::of(&bytes) == *sum => Ok(()),
            Some(bytes) => Err(changed(backing, &key, sum, bytes.len() as u64, true)),
            None => Err(changed(backing, &key, sum, 0, false)),
        }
    }
}

fn changed(backing: &Backing, key: &str, sum: &FileSum, size: u64, exists: bool) -> StoreError {
    let problem = match (exists, size == sum.size) {
        (false, _) => "the file is missing".to_owned(),
        (true, true) => "its content has changed since it was committed".to_owned(),
        (true, false) => format!("it has {size} bytes, {} were committed", sum.size),
    };
    StoreError::Damaged { path: backing.shown(key), problem }
}
