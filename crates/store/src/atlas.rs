use crate::StoreError;
use crate::commit::{
    COMMIT, Current, Documents, Manifest, Record, Transaction, documents, is_stale, write_consolidated,
};
use crate::disk::{Backing, Lock, Shelf};
use crate::error::Result;
use crate::runs::write_log;
use lca_core::{ElementKind, ElementPath};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An atlas on disk. Cheap to clone; may be used from several threads.
#[derive(Debug, Clone)]
pub struct Atlas {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) backing: Arc<Backing>,
    lock: Mutex<Option<Lock>>,
    state: Mutex<State>,
}

/// What changes with each commit.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) record: Record,
    /// Folders that open transactions write to.
    pub(crate) reserved: BTreeSet<String>,
    /// The current Zarr metadata, once they were needed.
    documents: Option<Documents>,
}

/// One element of an atlas, as [`Atlas::elements`] lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementInfo {
    /// Its name.
    pub path: ElementPath,
    /// Its folder below the atlas' root; a later version's name ends in `.v2`, `.v3`, ….
    pub folder: String,
    /// Counts from 1.
    pub version: u32,
    /// A hash of the content of its files: equal hashes, equal elements.
    pub checksum: String,
    /// The key of the run that made it.
    pub run: String,
}

impl Atlas {
    /// Makes an empty atlas in a folder that does not exist or is empty.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when something is there; when the folder cannot be written.
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let shown = path.display().to_string();
        if !is_vacant(path) {
            return Err(StoreError::Exists {
                path: path.to_owned(),
                what: "something is here already; choose another path, or open what is here",
            });
        }
        std::fs::create_dir_all(path).map_err(|cause| StoreError::write(&shown, cause))?;
        let lock = Lock::take(path)?;
        Record::empty().store(&Backing::local(path)?)?;
        let atlas = Self::at(path)?;
        *atlas.inner.lock() = Some(lock);
        atlas.inner.repair()?;
        *atlas.inner.lock() = None;
        Ok(atlas)
    }

    /// Opens the atlas in a folder. If a killed run left its consolidated metadata behind the last
    /// commit, they are repaired.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is none, [`StoreError::Newer`] when a newer version of the
    /// software wrote it.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if !path.join(COMMIT).is_file() {
            return Err(StoreError::Absent { path: path.to_owned() });
        }
        let atlas = Self::at(path)?;
        let stale = is_stale(&atlas.inner.backing, &atlas.inner.state().record)?;
        // Whoever holds the lock now will bring the metadata up to date itself; and an atlas that
        // cannot be written is still read in full, for reading here goes by the commit record.
        if stale && atlas.inner.lock_for_writing().is_ok() {
            atlas.inner.repair()?;
            *atlas.inner.lock() = None;
        }
        Ok(atlas)
    }

    /// Opens the atlas in a folder, or makes one where there is none.
    ///
    /// # Errors
    /// As [`Self::open`] and [`Self::create`].
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self> {
        match Self::open(&path) {
            Err(StoreError::Absent { .. }) => Self::create(path),
            other => other,
        }
    }

    fn at(path: &Path) -> Result<Self> {
        let backing = Arc::new(Backing::local(path)?);
        let record = Record::load(&backing)?.ok_or_else(|| StoreError::Absent { path: path.to_owned() })?;
        let state = State { record, reserved: BTreeSet::new(), documents: None };
        let inner = Inner { backing, lock: Mutex::new(None), state: Mutex::new(state) };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The folder of the atlas.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.inner.backing.root()
    }

    /// The current elements, sorted by kind and name.
    #[must_use]
    pub fn elements(&self) -> Vec<ElementInfo> {
        let info = |(path, current): (&ElementPath, &Current)| ElementInfo {
            path: path.clone(),
            folder: current.folder.clone(),
            version: current.version,
            checksum: current.checksum.clone(),
            run: current.run.clone(),
        };
        self.inner.state().record.elements.iter().map(info).collect()
    }

    /// Whether there is an element of that name.
    #[must_use]
    pub fn contains(&self, element: &ElementPath) -> bool {
        self.inner.state().record.elements.contains_key(element)
    }

    /// The number of the last commit; 0 in an empty atlas.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.inner.state().record.sequence
    }

    /// Begins a set of changes that become current together.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process is writing to the atlas; when the folder cannot
    /// be written.
    pub fn begin(&self) -> Result<Transaction> {
        self.inner.lock_for_writing()?;
        Ok(Transaction::new(Arc::clone(&self.inner)))
    }

    /// The folder of a current element whose files are as committed at a glance, ready to read.
    pub(crate) fn open_element(
        &self,
        element: &ElementPath,
        kinds: &[ElementKind],
        expected: &'static str,
    ) -> Result<(Arc<Shelf>, String)> {
        if !kinds.contains(&element.kind()) {
            return Err(StoreError::Kind { element: element.clone(), expected });
        }
        let current = self.inner.current(element)?;
        let backing = &self.inner.backing;
        Manifest::load(backing, &current)?.glance(backing, &current.folder)?;
        Ok((Shelf::reading(backing), current.folder))
    }
}

/// Nothing there but what a creation that was cut off leaves.
fn is_vacant(path: &Path) -> bool {
    let names = |path: &Path| -> Option<Vec<_>> {
        Some(std::fs::read_dir(path).ok()?.flatten().map(|entry| entry.file_name()).collect())
    };
    if !path.exists() {
        return true;
    }
    let lca = || names(&path.join("lca")).is_some_and(|all| all.iter().all(|name| name == "lock"));
    names(path).is_some_and(|all| all.iter().all(|name| name == "lca" && lca()))
}

impl Inner {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Lock>> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the atlas' lock once and keeps it; another process may have committed before.
    pub(crate) fn lock_for_writing(&self) -> Result<()> {
        let mut lock = self.lock();
        if lock.is_none() {
            *lock = Some(Lock::take(self.backing.root())?);
            if let Some(record) = Record::load(&self.backing)? {
                let mut state = self.state();
                if state.record != record {
                    state.record = record;
                    state.documents = None;
                }
            }
        }
        Ok(())
    }

    pub(crate) fn current(&self, element: &ElementPath) -> Result<Current> {
        let state = self.state();
        state.record.elements.get(element).cloned().ok_or_else(|| {
            let present: Vec<String> = state.record.elements.keys().map(ToString::to_string).collect();
            StoreError::NoElement { element: element.clone(), present: present.join(", ") }
        })
    }

    fn repair(&self) -> Result<()> {
        let mut state = self.state();
        let documents = state.documents(&self.backing)?;
        state.documents = Some(documents);
        state.publish(&self.backing)
    }
}

impl State {
    /// The Zarr metadata of all current elements, read once.
    pub(crate) fn documents(&mut self, backing: &Backing) -> Result<Documents> {
        match self.documents.take() {
            Some(known) => Ok(known),
            None => documents(backing, &self.record),
        }
    }

    /// Takes over a stored commit: metadata of replaced versions go, fresh ones come.
    pub(crate) fn adopt(&mut self, record: Record, mut documents: Documents, fresh: Documents) {
        documents.extend(fresh);
        let current: BTreeSet<&str> =
            record.elements.values().map(|current| current.folder.as_str()).collect();
        documents.retain(|folder, _| current.contains(folder.as_str()));
        self.record = record;
        self.documents = Some(documents);
    }

    /// Writes what is made from the current record: the run log as a table, the consolidated
    /// metadata.
    pub(crate) fn publish(&mut self, backing: &Backing) -> Result<()> {
        let documents = self.documents(backing)?;
        let answer = write_log(backing, &self.record)
            .and_then(|()| write_consolidated(backing, &self.record, &documents));
        self.documents = Some(documents);
        answer
    }
}
