use super::zipped::unpack;
use crate::StoreError;
use crate::error::Result;
use bytes::Bytes;
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutMode, PutPayload, UpdateVersion};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tokio::runtime::Runtime;

/// An object store behind plain calls. Keys are paths below the root, with `/` and without a
/// leading one. One small runtime serves all calls; they may come from any thread.
pub(crate) struct Backing {
    store: Box<dyn ObjectStore>,
    runtime: Runtime,
    root: PathBuf,
}

impl std::fmt::Debug for Backing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backing").field("root", &self.root).finish_non_exhaustive()
    }
}

impl Backing {
    /// A folder that exists.
    pub(crate) fn local(root: &Path) -> Result<Self> {
        let shown = root.display().to_string();
        let store =
            LocalFileSystem::new_with_prefix(root).map_err(|cause| StoreError::read(&shown, cause))?;
        Ok(Self { store: Box::new(store), runtime: runtime(&shown)?, root: root.to_owned() })
    }

    /// A folder, or a zip archive of one, for reading.
    pub(crate) fn reading(root: &Path) -> Result<Self> {
        if !root.is_file() {
            return Self::local(root);
        }
        let runtime = runtime(&root.display().to_string())?;
        Ok(Self { store: unpack(root, &runtime)?, runtime, root: root.to_owned() })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The key as a person finds it.
    pub(crate) fn shown(&self, key: &str) -> String {
        self.root.join(key).display().to_string()
    }

    fn key(&self, key: &str) -> Result<Key> {
        Key::parse(key).map_err(|cause| StoreError::read(&self.shown(key), cause))
    }

    pub(crate) fn get(&self, key: &str) -> Result<Option<Bytes>> {
        let path = self.key(key)?;
        let answer = self.runtime.block_on(async { self.store.get(&path).await?.bytes().await });
        absent(answer).map_err(|cause| StoreError::read(&self.shown(key), cause))
    }

    pub(crate) fn get_required(&self, key: &str) -> Result<Bytes> {
        self.get(key)?.ok_or_else(|| StoreError::read(&self.shown(key), "the file does not exist"))
    }

    pub(crate) fn get_ranges(&self, key: &str, ranges: &[Range<u64>]) -> Result<Option<Vec<Bytes>>> {
        let path = self.key(key)?;
        let answer = self.runtime.block_on(self.store.get_ranges(&path, ranges));
        absent(answer).map_err(|cause| StoreError::read(&self.shown(key), cause))
    }

    /// The last `length` bytes, or all when there are fewer.
    pub(crate) fn get_suffix(&self, key: &str, length: u64) -> Result<Option<Bytes>> {
        let path = self.key(key)?;
        let options = GetOptions { range: Some(GetRange::Suffix(length)), ..Default::default() };
        let answer =
            self.runtime.block_on(async { self.store.get_opts(&path, options).await?.bytes().await });
        absent(answer).map_err(|cause| StoreError::read(&self.shown(key), cause))
    }

    pub(crate) fn size(&self, key: &str) -> Result<Option<u64>> {
        let path = self.key(key)?;
        let answer = self.runtime.block_on(self.store.head(&path));
        Ok(absent(answer).map_err(|cause| StoreError::read(&self.shown(key), cause))?.map(|meta| meta.size))
    }

    pub(crate) fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        let path = self.key(key)?;
        let answer = self.runtime.block_on(self.store.put(&path, PutPayload::from_bytes(bytes)));
        answer.map(|_| ()).map_err(|cause| StoreError::write(&self.shown(key), chain(&cause)))
    }

    /// Replaces one small object at once. Where the store can, only if it is still what was last
    /// read; a local file system cannot, there the lock keeps others away.
    pub(crate) fn replace(&self, key: &str, bytes: Bytes) -> Result<()> {
        let path = self.key(key)?;
        let answer = self.runtime.block_on(async {
            let Some(old) = absent(self.store.head(&path).await)? else {
                return self.store.put_opts(&path, bytes.clone().into(), PutMode::Create.into()).await;
            };
            let version = UpdateVersion { e_tag: old.e_tag, version: old.version };
            let update = PutMode::Update(version).into();
            match self.store.put_opts(&path, bytes.clone().into(), update).await {
                Err(object_store::Error::NotImplemented { .. }) => self.store.put(&path, bytes.into()).await,
                other => other,
            }
        });
        answer.map(|_| ()).map_err(|cause| StoreError::write(&self.shown(key), chain(&cause)))
    }

    /// Writes an object where there is none of that key; whether there was none.
    pub(crate) fn create(&self, key: &str, bytes: Bytes) -> Result<bool> {
        let path = self.key(key)?;
        let answer = self.store.put_opts(&path, bytes.into(), PutMode::Create.into());
        match self.runtime.block_on(answer) {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(cause) => Err(StoreError::write(&self.shown(key), chain(&cause))),
        }
    }

    /// Every key below `prefix` with its size in bytes, sorted.
    pub(crate) fn list(&self, prefix: &str) -> Result<Vec<(String, u64)>> {
        let path = self.key(prefix)?;
        let answer: std::result::Result<Vec<_>, _> = self.runtime.block_on(
            self.store.list(Some(&path)).map_ok(|meta| (meta.location.to_string(), meta.size)).try_collect(),
        );
        let mut keys = answer.map_err(|cause| StoreError::read(&self.shown(prefix), cause))?;
        keys.sort_unstable();
        Ok(keys)
    }

    /// The names of folders and of files directly below `prefix`, sorted.
    pub(crate) fn children(&self, prefix: &str) -> Result<(Vec<String>, Vec<String>)> {
        let path = self.key(prefix)?;
        let answer = self.runtime.block_on(self.store.list_with_delimiter(Some(&path)));
        let answer = absent(answer).map_err(|cause| StoreError::read(&self.shown(prefix), cause))?;
        let Some(answer) = answer else { return Ok((Vec::new(), Vec::new())) };
        let last = |key: &Key| key.filename().unwrap_or_default().to_owned();
        let mut folders: Vec<String> = answer.common_prefixes.iter().map(last).collect();
        let mut files: Vec<String> = answer.objects.iter().map(|meta| last(&meta.location)).collect();
        folders.sort_unstable();
        files.sort_unstable();
        Ok((folders, files))
    }

    /// Removes one object, where there is one.
    pub(crate) fn remove(&self, key: &str) -> Result<()> {
        let path = self.key(key)?;
        let answer = absent(self.runtime.block_on(self.store.delete(&path)));
        answer.map(|_| ()).map_err(|cause| StoreError::write(&self.shown(key), chain(&cause)))
    }

    /// Removes everything below `prefix`.
    pub(crate) fn clear(&self, prefix: &str) -> Result<()> {
        for (key, _) in self.list(prefix)? {
            self.remove(&key)?;
        }
        // Folders, and uploads cut off half-way, are no objects: only the file system sees them.
        match fs::remove_dir_all(self.root.join(prefix)) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::write(&self.shown(prefix), cause))
            }
            _ => Ok(()),
        }
    }
}

/// What drives the calls of one store.
fn runtime(shown: &str) -> Result<Runtime> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(1).thread_name("atlas").build().map_err(|cause| StoreError::read(shown, cause))
}

fn absent<T>(answer: object_store::Result<T>) -> object_store::Result<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The error with what caused it: the system's own words (disk full, permission) come last.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let more = cause.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        next = cause.source();
    }
    text
}
