use super::{Current, Manifest, RunEntry, Staged};
use crate::StoreError;
use crate::atlas::{Inner, State};
use crate::disk::{FileSum, Shelf};
use crate::error::Result;
use bytes::Bytes;
use lca_core::{ElementKind, ElementPath};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// New elements that become current together, or not at all. Dropped without a commit it leaves
/// nothing. Several may be open at once, in several threads; their commits follow each other.
#[derive(Debug)]
pub struct Transaction {
    atlas: Arc<Inner>,
    staged: Mutex<BTreeMap<ElementPath, Staged>>,
}

impl Transaction {
    pub(crate) fn new(atlas: Arc<Inner>) -> Self {
        Self { atlas, staged: Mutex::default() }
    }

    fn staged(&self) -> MutexGuard<'_, BTreeMap<ElementPath, Staged>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds a free folder for a new version of an element and clears what a killed run left there.
    pub(crate) fn stage(
        &self,
        element: &ElementPath,
        kinds: &[ElementKind],
        expected: &'static str,
    ) -> Result<Staged> {
        if !kinds.contains(&element.kind()) {
            return Err(StoreError::Kind { element: element.clone(), expected });
        }
        if is_versioned(element.name()) {
            return Err(StoreError::refused(
                element,
                "names that end in `.v` and a number are kept for versions",
            ));
        }
        if self.staged().contains_key(element) {
            return Err(StoreError::refused(element, "it was already written in this transaction"));
        }
        let base = self.base(element)?;
        let (folder, version) = self.atlas.state().reserve(element, &base);
        let staged =
            Staged::new(element.clone(), folder.clone(), version, Shelf::writing(&self.atlas.backing));
        self.staged().insert(element.clone(), staged.clone());
        self.atlas.backing.clear(&folder)?;
        Ok(staged)
    }

    /// The folder of the first version: labels of a movie lie in that of the movie's newest.
    fn base(&self, element: &ElementPath) -> Result<String> {
        let Some(movie) = element.movie() else { return Ok(element.to_string()) };
        let newest = self.staged().get(&movie).map(|staged| staged.folder.clone());
        let newest = match newest {
            Some(folder) => folder,
            None => self.atlas.current(&movie)?.folder,
        };
        Ok(format!("{newest}/labels/{}", element.name()))
    }

    /// Makes everything written in this transaction current at once, and adds the run to the run
    /// log. `run_key` names the run by its content; `run_record` may hold anything. Returns the
    /// commit's number.
    ///
    /// # Errors
    /// When a sink was not finished, or something cannot be written; then nothing has changed
    /// (or, if only the consolidated metadata failed, the next opening repairs them).
    pub fn commit(self, run_key: &str, run_record: &Value) -> Result<u64> {
        let staged: Vec<Staged> = self.staged().values().cloned().collect();
        if let Some(open) = staged.iter().find(|staged| !staged.is_complete()) {
            return Err(StoreError::refused(
                &open.element,
                "not everything was written; call `finish` on its sink",
            ));
        }
        let backing = &self.atlas.backing;
        let mut state = self.atlas.state();
        let documents = state.documents(backing)?;
        let mut record = state.record.clone();
        record.sequence += 1;
        let mut fresh = BTreeMap::new();
        for staged in &staged {
            let written = staged.shelf.take_written();
            let checksum = Manifest::new(&staged.folder, written.sums).store(backing, &staged.folder)?;
            fresh.insert(staged.folder.clone(), written.documents);
            let (folder, version) = (staged.folder.clone(), staged.version);
            let current = Current { folder, version, checksum, run: run_key.to_owned() };
            record.elements.insert(staged.element.clone(), current);
        }
        let names: Vec<String> = staged.iter().map(|staged| staged.element.to_string()).collect();
        record.runs.push(self.log(record.sequence, run_key, &names, run_record)?);
        record.store(backing)?;
        state.adopt(record, documents, fresh);
        let sequence = state.record.sequence;
        state.publish(backing)?;
        Ok(sequence)
    }

    fn log(&self, sequence: u64, key: &str, elements: &[String], record: &Value) -> Result<RunEntry> {
        let file = format!("lca/runs/{sequence:06}.json");
        let value = json!({ "sequence": sequence, "key": key, "elements": elements, "record": record });
        let shown = self.atlas.backing.shown(&file);
        let bytes = serde_json::to_vec_pretty(&value).map_err(|why| StoreError::write(&shown, why))?;
        let checksum = FileSum::of(&bytes).blake3;
        self.atlas.backing.put(&file, Bytes::from(bytes))?;
        Ok(RunEntry { sequence, key: key.to_owned(), file, checksum })
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let staged: Vec<Staged> = self.staged().values().cloned().collect();
        let mut state = self.atlas.state();
        for staged in staged {
            state.release(&staged.folder);
            if !state.is_current(&staged.folder) {
                // What cannot be removed now is cleared before the name is used again.
                let _ = self.atlas.backing.clear(&staged.folder);
            }
        }
    }
}

/// Whether a name looks like that of a version's folder, such as `cells.v2`.
fn is_versioned(name: &str) -> bool {
    name.rsplit_once(".v")
        .is_some_and(|(_, tail)| !tail.is_empty() && tail.bytes().all(|b| b.is_ascii_digit()))
}

impl State {
    fn reserve(&mut self, element: &ElementPath, base: &str) -> (String, u32) {
        let mut version = self.record.elements.get(element).map_or(1, |current| current.version + 1);
        loop {
            let folder = if version == 1 { base.to_owned() } else { format!("{base}.v{version}") };
            if !self.is_current(&folder) && self.reserved.insert(folder.clone()) {
                return (folder, version);
            }
            version += 1;
        }
    }

    fn release(&mut self, folder: &str) {
        self.reserved.remove(folder);
    }

    fn is_current(&self, folder: &str) -> bool {
        self.record.elements.values().any(|current| current.folder == folder)
    }
}
