use super::Backing;
use crate::StoreError;
use crate::error::Result;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Size and content of one file as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileSum {
    pub(crate) size: u64,
    pub(crate) blake3: String,
}

impl FileSum {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, blake3: blake3::hash(bytes).to_hex().to_string() }
    }
}

/// The place where the parts of one element are read from or written to. A writing shelf remembers
/// the checksum of all it wrote, and its small metadata documents.
#[derive(Debug)]
pub(crate) struct Shelf {
    backing: Arc<Backing>,
    written: Option<Mutex<Written>>,
}

#[derive(Debug, Default)]
pub(crate) struct Written {
    /// Checksum under each key.
    pub(crate) sums: BTreeMap<String, FileSum>,
    /// The Zarr metadata document under each key.
    pub(crate) documents: BTreeMap<String, serde_json::Value>,
}

impl Shelf {
    pub(crate) fn reading(backing: &Arc<Backing>) -> Arc<Self> {
        Arc::new(Self { backing: Arc::clone(backing), written: None })
    }

    pub(crate) fn writing(backing: &Arc<Backing>) -> Arc<Self> {
        Arc::new(Self { backing: Arc::clone(backing), written: Some(Mutex::default()) })
    }

    pub(crate) fn backing(&self) -> &Backing {
        &self.backing
    }

    pub(crate) fn shown(&self, key: &str) -> String {
        self.backing.shown(key)
    }

    pub(crate) fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        let Some(written) = &self.written else {
            return Err(StoreError::write(&self.shown(key), "it was opened for reading"));
        };
        let sum = FileSum::of(&bytes);
        let is_document = key.ends_with("/zarr.json");
        let document = is_document.then(|| serde_json::from_slice(&bytes).unwrap_or_default());
        self.backing.put(key, bytes)?;
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        written.sums.insert(key.to_owned(), sum);
        if let Some(document) = document {
            written.documents.insert(key.to_owned(), document);
        }
        Ok(())
    }

    /// What was written so far.
    pub(crate) fn take_written(&self) -> Written {
        let lock = |written: &Mutex<Written>| {
            std::mem::take(&mut *written.lock().unwrap_or_else(PoisonError::into_inner))
        };
        self.written.as_ref().map(lock).unwrap_or_default()
    }
}
