use crate::StoreError;
use crate::error::Result;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use tokio::runtime::Runtime;

/// How far an archive may unfold in all, and what it may hold in any case; Zarr's chunks are compressed before they
/// are put into one.
const RATIO: u64 = 64;
const FREE: u64 = 64 << 20;

/// The entries of a zip archive in memory, as Zarr stores are shipped in one file. Of entries of one name the last
/// holds, as for zarr-python.
pub(super) fn unpack(path: &Path, runtime: &Runtime) -> Result<Box<dyn ObjectStore>> {
    let shown = path.display().to_string();
    let file = File::open(path).map_err(|cause| StoreError::read(&shown, cause))?;
    let size = file.metadata().map_err(|cause| StoreError::read(&shown, cause))?.len();
    let mut archive = zip::ZipArchive::new(file).map_err(|cause| StoreError::format(&shown, cause))?;
    let store = InMemory::new();
    let mut free = FREE.max(size.saturating_mul(RATIO));
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|cause| StoreError::format(&shown, cause))?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_err(|cause| StoreError::format(&shown, cause))?.into_owned();
        let damaged =
            |why: &dyn ToString| StoreError::format(&format!("{shown}, entry `{name}`"), why.to_string());
        let mut bytes = Vec::new();
        entry.take(free + 1).read_to_end(&mut bytes).map_err(|cause| damaged(&cause))?;
        let length = bytes.len() as u64;
        free = free
            .checked_sub(length)
            .ok_or_else(|| damaged(&"it unfolds to far more than the archive holds"))?;
        let key = Key::parse(&name).map_err(|cause| damaged(&cause))?;
        runtime.block_on(store.put(&key, PutPayload::from(bytes))).map_err(|cause| damaged(&cause))?;
    }
    Ok(Box::new(store))
}
