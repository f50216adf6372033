use super::write::{EXPECTED, KINDS};
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::join;
use crate::{Atlas, StoreError};
use lca_core::ElementPath;
use serde_json::Value;

/// What the metadata of an annotated table say. Told from a few small files, however large the table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableOutline {
    /// How many cells it has.
    pub cells: u64,
    /// How many genes it has.
    pub genes: u64,
    /// The columns of the cells, each with AnnData's word for how it is stored, such as `categorical` or `array`.
    pub columns: Vec<(String, String)>,
    /// Names of what `obsm` holds: places of the cells in maps.
    pub embeddings: Vec<String>,
    /// Whether it has a main matrix.
    pub has_matrix: bool,
}

impl Atlas {
    /// What is known of an annotated table by its metadata alone.
    ///
    /// # Errors
    /// When the element is not there, or its metadata break the format's rules.
    pub fn table_outline(&self, element: &ElementPath) -> Result<TableOutline> {
        if !KINDS.contains(&element.kind()) {
            return Err(StoreError::Kind { element: element.clone(), expected: EXPECTED });
        }
        let folder = self.inner.current(element)?.folder;
        let shelf = Shelf::reading(&self.inner.backing);
        let obs = join(&folder, "obs");
        let frame = required(&shelf, &obs)?;
        let names = frame.pointer("/attributes/column-order").and_then(Value::as_array);
        let names = names.into_iter().flatten().filter_map(Value::as_str).filter(|name| !name.contains('/'));
        let columns = names.map(|name| Ok((name.to_owned(), encoding(&shelf, &join(&obs, name))?)));
        let (embeddings, _) = self.inner.backing.children(&join(&folder, "obsm"))?;
        Ok(TableOutline {
            cells: rows(&shelf, &obs)?,
            genes: rows(&shelf, &join(&folder, "var"))?,
            columns: columns.collect::<Result<_>>()?,
            embeddings,
            has_matrix: metadata(&shelf, &join(&folder, "X"))?.is_some(),
        })
    }
}

fn metadata(shelf: &Shelf, key: &str) -> Result<Option<Value>> {
    let key = join(key, "zarr.json");
    let Some(bytes) = shelf.backing().get(&key)? else { return Ok(None) };
    serde_json::from_slice(&bytes).map(Some).map_err(|why| StoreError::format(&shelf.shown(&key), why))
}

fn required(shelf: &Shelf, key: &str) -> Result<Value> {
    let missing = || StoreError::format(&shelf.shown(key), "there is no Zarr group or array here");
    metadata(shelf, key)?.ok_or_else(missing)
}

fn encoding(shelf: &Shelf, key: &str) -> Result<String> {
    let node = required(shelf, key)?;
    let word = node.pointer("/attributes/encoding-type").and_then(Value::as_str);
    Ok(word.unwrap_or("array").to_owned())
}

/// How many rows a stored data frame has: as many as it has row names.
fn rows(shelf: &Shelf, key: &str) -> Result<u64> {
    let frame = required(shelf, key)?;
    let index = frame.pointer("/attributes/_index").and_then(Value::as_str).unwrap_or("_index").to_owned();
    let names = required(shelf, &join(key, &index))?;
    // Texts that may be missing are a group of values and a mask.
    let names = match names.get("shape") {
        Some(_) => names,
        None => required(shelf, &join(key, &format!("{index}/values")))?,
    };
    let length = names.pointer("/shape/0").and_then(Value::as_u64);
    length.ok_or_else(|| StoreError::format(&shelf.shown(key), "it does not tell how many rows it has"))
}
