use super::legacy::read_records;
use super::names::recall;
use super::read_column::read_frame;
use super::read_matrix::read_matrix;
use super::read_uns::read_uns;
use super::write::{EXPECTED, KINDS};
use crate::disk::{Backing, Shelf};
use crate::error::Result;
use crate::zarr::Group;
use crate::{Atlas, StoreError};
use lca_core::ElementPath;
use lca_tables::{AnnData, DataFrame, Matrix};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// A part of a table by others that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where in the table, such as `uns/rank_genes_groups/names`.
    pub part: String,
    /// Why.
    pub reason: String,
}

/// Reads an annotated table that anyone wrote to Zarr v2 or v3. What cannot be read apart from the
/// main matrix and the row and column names is listed, not an error.
///
/// # Errors
/// When there is no such table, or `X`, `obs` or `var` cannot be read.
pub fn read_anndata(path: impl AsRef<Path>) -> Result<(AnnData, Vec<Skipped>)> {
    read_anndata_part(path, false)
}

/// As [`read_anndata`]; with `raw`, the raw matrix and its variables in place of `X`, `var` and what belongs to them.
///
/// # Errors
/// As [`read_anndata`]; when `raw` is asked for and not there.
pub fn read_anndata_part(path: impl AsRef<Path>, raw: bool) -> Result<(AnnData, Vec<Skipped>)> {
    let backing = Arc::new(Backing::reading(path.as_ref())?);
    let reader = TableReader::new(Shelf::reading(&backing), "");
    if raw { reader.read_raw() } else { reader.read(true) }
}

/// Whether `path` is a Zarr group of either version, as a folder or as a zip archive of one.
#[must_use]
pub fn is_zarr(path: &Path) -> bool {
    if path.is_dir() {
        return ["zarr.json", ".zgroup"].iter().any(|name| path.join(name).is_file());
    }
    let mut head = [0; 4];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *b"PK\x03\x04" && path.extension().is_some_and(|ending| ending == "zip")
}

impl Atlas {
    /// Reads an annotated table.
    ///
    /// # Errors
    /// When the element is not there, is damaged, or holds a part that cannot be read.
    pub fn read_table(&self, element: &ElementPath) -> Result<AnnData> {
        let (shelf, folder) = self.open_element(element, &KINDS, EXPECTED)?;
        TableReader::new(shelf, &folder).read_sound(true)
    }
}

/// Reads one table and remembers what it had to leave out.
pub(super) struct TableReader {
    pub(super) shelf: Arc<Shelf>,
    root: String,
    skipped: Vec<Skipped>,
}

impl TableReader {
    pub(super) fn new(shelf: Arc<Shelf>, root: &str) -> Self {
        Self { shelf, root: root.to_owned(), skipped: Vec::new() }
    }

    /// The key of a part, and nothing before it when the table is the root.
    pub(super) fn key(&self, part: &str) -> String {
        if self.root.is_empty() { part.to_owned() } else { format!("{}/{part}", self.root) }
    }

    pub(super) fn skip(&mut self, part: &str, why: impl ToString) {
        self.skipped.push(Skipped { part: part.to_owned(), reason: why.to_string() });
    }

    /// The value, or none and an entry in the list.
    pub(super) fn keep<T>(&mut self, part: &str, answer: Result<T>) -> Option<T> {
        answer.map_err(|why| self.skip(part, why)).ok()
    }

    /// The table, or the first part of it that cannot be read.
    pub(super) fn read_sound(self, matrices: bool) -> Result<AnnData> {
        let (shelf, root) = (Arc::clone(&self.shelf), self.root.clone());
        let (table, skipped) = self.read(matrices)?;
        let problem =
            |part: &Skipped| StoreError::format(&shelf.shown(&format!("{root}/{}", part.part)), &part.reason);
        skipped.first().map_or(Ok(table), |part| Err(problem(part)))
    }

    /// The table with its main matrix and layers, or without.
    fn read(mut self, matrices: bool) -> Result<(AnnData, Vec<Skipped>)> {
        Group::read(&self.shelf, &self.root)?;
        let mut table = AnnData { obs: self.names("obs")?, var: self.names("var")?, ..Default::default() };
        if matrices {
            table.x = self.x("X")?;
            table.layers = self.matrices("layers")?;
        }
        table.obsm = self.matrices("obsm")?;
        table.varm = self.matrices("varm")?;
        table.obsp = self.matrices("obsp")?;
        table.varp = self.matrices("varp")?;
        if let Some(raw) = Group::find(&self.shelf, &self.key("raw"))?
            && raw.text("encoding-type") != "null"
        {
            self.skip("raw", "a second matrix with its own genes; only the main one is read");
        }
        self.finish(table)
    }

    /// The table with the raw matrix in place of the main one.
    fn read_raw(mut self) -> Result<(AnnData, Vec<Skipped>)> {
        let mut table = AnnData {
            obs: self.names("obs")?,
            var: self.names("raw/var")?,
            x: self.x("raw/X")?,
            ..Default::default()
        };
        table.obsm = self.matrices("obsm")?;
        table.obsp = self.matrices("obsp")?;
        for part in ["layers", "varm", "varp"] {
            for name in self.children(part)? {
                self.skip(&format!("{part}/{name}"), "it belongs to X, and raw was asked for");
            }
        }
        self.finish(table)
    }

    /// The table with what was kept beside it, once all its parts fit each other.
    fn finish(mut self, mut table: AnnData) -> Result<(AnnData, Vec<Skipped>)> {
        if Group::find(&self.shelf, &self.key("uns"))?.is_some() {
            table.uns = read_uns(&mut self, "uns")?;
        }
        let path = self.shelf.shown(&self.root);
        table.check().map_err(|source| StoreError::Table { path, source })?;
        Ok((table, self.skipped))
    }

    fn x(&self, part: &str) -> Result<Option<Matrix>> {
        self.has(part)?.then(|| read_matrix(&self.shelf, &self.key(part))).transpose()
    }

    /// Whether a part is there, and is not the null that anndata writes for none.
    pub(super) fn has(&self, part: &str) -> Result<bool> {
        let node = Group::find(&self.shelf, &self.key(part))?;
        Ok(node.is_some_and(|node| node.text("encoding-type") != "null"))
    }

    /// The true names of the layers.
    pub(super) fn layer_names(&self) -> Result<Vec<String>> {
        let Some(node) = Group::find(&self.shelf, &self.key("layers"))? else { return Ok(Vec::new()) };
        Ok(self.children("layers")?.iter().map(|name| recall(&node.attributes, name)).collect())
    }

    /// Where a layer lies.
    pub(super) fn layer_key(&self, layer: &str) -> Result<String> {
        let node = Group::read(&self.shelf, &self.key("layers"))?;
        let name = self.children("layers")?.into_iter().find(|name| recall(&node.attributes, name) == layer);
        let absent = || {
            StoreError::format(&self.shelf.shown(&self.key("layers")), format!("there is no layer `{layer}`"))
        };
        Ok(self.key(&format!("layers/{}", name.ok_or_else(absent)?)))
    }

    fn names(&mut self, part: &str) -> Result<DataFrame> {
        let node = Group::read(&self.shelf, &self.key(part))?;
        if node.is_array { read_records(&self.shelf, &self.key(part)) } else { read_frame(self, part) }
    }

    fn matrices(&mut self, part: &str) -> Result<BTreeMap<String, Matrix>> {
        let mut matrices = BTreeMap::new();
        let Some(node) = Group::find(&self.shelf, &self.key(part))? else { return Ok(matrices) };
        for name in self.children(part)? {
            let part = format!("{part}/{name}");
            let matrix = read_matrix(&self.shelf, &self.key(&part));
            if let Some(matrix) = self.keep(&part, matrix) {
                matrices.insert(recall(&node.attributes, &name), matrix);
            }
        }
        Ok(matrices)
    }

    /// The names of the nodes in a group, sorted; none where there is no group.
    pub(super) fn children(&self, part: &str) -> Result<Vec<String>> {
        Ok(self.shelf.backing().children(&self.key(part))?.0)
    }
}
