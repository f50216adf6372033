//! One annotated table as a store of its own, as `anndata.write_zarr` makes.

use super::encoding::encoding;
use super::names::Rules;
use super::sink::{Place, TableWriter};
use super::write::{Layout, write_parts};
use crate::StoreError;
use crate::disk::{Backing, Shelf};
use crate::error::Result;
use bytes::Bytes;
use lca_tables::AnnData;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The table's folder while it is written.
const NAME: &str = "new";

/// How it is laid out: every name as in the table.
const LAYOUT: Layout = Layout { rules: Rules::File, records: true };

/// Writes an annotated table as Zarr v3, with consolidated metadata: it opens with `anndata.read_zarr`, and every name
/// is as in the table. It is written beside `path` and put there when it is whole; with `replace` in place of a table
/// that is there.
///
/// # Errors
/// As [`may_write`]; when the parts contradict each other, or cannot be written.
pub fn write_anndata(path: impl AsRef<Path>, table: &AnnData, replace: bool) -> Result<()> {
    begin_anndata(path, table, &[], replace)?.finish()
}

/// As [`write_anndata`], but the main matrix and the layers of these names come later, in blocks of rows.
///
/// # Errors
/// As [`write_anndata`].
pub fn begin_anndata(
    path: impl AsRef<Path>,
    table: &AnnData,
    later: &[&str],
    replace: bool,
) -> Result<TableWriter> {
    let path = path.as_ref();
    let shown = path.display().to_string();
    table.check().map_err(|source| StoreError::Table { path: shown.clone(), source })?;
    may_write(path, replace)?;
    let staging = Staging::beside(path).map_err(|cause| StoreError::write(&shown, cause))?;
    let shelf = Shelf::writing(&Arc::new(Backing::local(&staging.0)?));
    Ok(TableWriter {
        layers: write_parts(&shelf, NAME, table, later, LAYOUT)?,
        folder: NAME.to_owned(),
        shape: (table.obs.rows(), table.var.rows()),
        place: Place::Alone(Alone { path: path.to_owned(), staging }),
        shelf,
    })
}

/// Says whether a table may be written there: where nothing is, or with `replace` where a table is.
///
/// # Errors
/// [`StoreError::Exists`] when something is there and must not be replaced, or is no annotated table.
pub fn may_write(path: &Path, replace: bool) -> Result<()> {
    let what = match (path.exists(), replace) {
        (false, _) => return Ok(()),
        (true, true) if is_table(path) => return Ok(()),
        (true, _) if path.join("lca/commit.json").is_file() => {
            "an atlas is here already, which holds more than one table and is never replaced by one; choose another path"
        }
        (true, true) => {
            "something is here already that is no table, and is not replaced; choose another path"
        }
        (true, false) => "something is here already; choose another path, or replace it (--overwrite)",
    };
    Err(StoreError::Exists { path: path.to_owned(), what })
}

/// Whether a Zarr store of an annotated table lies there, and nothing else: an atlas holds more than one table.
fn is_table(path: &Path) -> bool {
    let kind = |name: &str, pointer: &str| {
        let value: Value = serde_json::from_slice(&std::fs::read(path.join(name)).ok()?).ok()?;
        Some(value.pointer(pointer)?.as_str()? == "anndata")
    };
    kind("zarr.json", "/attributes/encoding-type").or_else(|| kind(".zattrs", "/encoding-type")) == Some(true)
}

/// A folder for what is not yet whole; it goes in any case.
#[derive(Debug)]
struct Staging(PathBuf);

impl Staging {
    fn beside(path: &Path) -> std::io::Result<Self> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let staging = Self(parent.join(format!(".{name}-{}", std::process::id())));
        std::fs::create_dir_all(&staging.0)?;
        Ok(staging)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed is no part of any result.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A store that is being written beside its place.
#[derive(Debug)]
pub(super) struct Alone {
    path: PathBuf,
    staging: Staging,
}

impl Alone {
    /// Writes what all its nodes say of themselves into its root, and puts it where it belongs.
    pub(super) fn finish(self, shelf: &Shelf) -> Result<()> {
        consolidate(shelf)?;
        let (new, old) = (self.staging.0.join(NAME), self.staging.0.join("old"));
        let move_in = || {
            if !self.path.exists() {
                return std::fs::rename(&new, &self.path);
            }
            std::fs::rename(&self.path, &old)?;
            // What was there comes back where the new cannot take its place.
            std::fs::rename(&new, &self.path).or_else(|why| std::fs::rename(&old, &self.path).and(Err(why)))
        };
        move_in().map_err(|cause| StoreError::write(&self.path.display().to_string(), cause))
    }
}

fn consolidate(shelf: &Shelf) -> Result<()> {
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
    let bytes = serde_json::to_vec(&root).map_err(|why| StoreError::write(&shelf.shown(&key), why))?;
    shelf.backing().put(&key, Bytes::from(bytes))
}
