//! One annotated table as a store of its own, as `anndata.write_zarr` makes.

use super::encoding::encoding;
use super::names::Rules;
use super::write::write_parts;
use crate::StoreError;
use crate::disk::{Backing, Shelf};
use crate::error::Result;
use bytes::Bytes;
use lca_tables::AnnData;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Writes an annotated table as Zarr v3, with consolidated metadata: it opens with `anndata.read_zarr`, and every name
/// is as in the table. It is written beside `path` and put there when it is whole; with `replace` in place of a table
/// that is there.
///
/// # Errors
/// [`StoreError::Exists`] when something is there and must not be replaced, or is no annotated table; when the parts
/// contradict each other, or cannot be written.
pub fn write_anndata(path: impl AsRef<Path>, table: &AnnData, replace: bool) -> Result<()> {
    let path = path.as_ref();
    let shown = path.display().to_string();
    table.check().map_err(|source| StoreError::Table { path: shown.clone(), source })?;
    if path.exists() && !(replace && is_table(path)) {
        return Err(StoreError::Exists { path: path.to_owned() });
    }
    let failed = |cause: std::io::Error| StoreError::write(&shown, cause);
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(failed)?;
    let staging = Staging(parent.join(format!(".lca-{}", std::process::id())));
    std::fs::create_dir_all(&staging.0).map_err(failed)?;
    write_whole(&staging.0, table)?;
    if path.exists() {
        std::fs::rename(path, staging.0.join("old")).map_err(failed)?;
    }
    std::fs::rename(staging.0.join(NAME), path).map_err(failed)
}

/// The table's folder while it is written.
const NAME: &str = "new";

/// A folder for what is not yet whole; it goes in any case.
struct Staging(PathBuf);

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed is no part of any result.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Whether a Zarr store of an annotated table lies there, and nothing else: an atlas holds more than one table.
fn is_table(path: &Path) -> bool {
    let kind = |name: &str, pointer: &str| {
        let value: Value = serde_json::from_slice(&std::fs::read(path.join(name)).ok()?).ok()?;
        Some(value.pointer(pointer)?.as_str()? == "anndata")
    };
    kind("zarr.json", "/attributes/encoding-type").or_else(|| kind(".zattrs", "/encoding-type")) == Some(true)
}

fn write_whole(folder: &Path, table: &AnnData) -> Result<()> {
    let backing = Arc::new(Backing::local(folder)?);
    let shelf = Shelf::writing(&backing);
    write_parts(&shelf, NAME, table, Rules::File, true)?;
    let node = |(key, value): (String, Value)| {
        let within = key.strip_prefix(NAME).unwrap_or(&key).trim_start_matches('/');
        (within.trim_end_matches("zarr.json").trim_end_matches('/').to_owned(), value)
    };
    // Sorted, so that every group comes before what lies in it.
    let nodes: BTreeMap<String, Value> = shelf.take_written().documents.into_iter().map(node).collect();
    let metadata: Map<String, Value> = nodes.into_iter().collect();
    let root = json!({
        "zarr_format": 3, "node_type": "group", "attributes": encoding("anndata", "0.1.0"),
        "consolidated_metadata": { "kind": "inline", "must_understand": false, "metadata": metadata },
    });
    let key = format!("{NAME}/zarr.json");
    let bytes = serde_json::to_vec(&root).map_err(|why| StoreError::write(&backing.shown(&key), why))?;
    backing.put(&key, Bytes::from(bytes))
}
