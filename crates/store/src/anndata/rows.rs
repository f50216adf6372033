use super::read::TableReader;
use super::write::{EXPECTED, KINDS};
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::{Group, Values, open_array, read_array, read_range};
use crate::{Atlas, StoreError};
use lca_core::ElementPath;
use lca_numerics::{Stretches, TakeBlock};
use lca_tables::{AnnData, Matrix};
use serde_json::Value;
use std::sync::Arc;

/// Values that are read at a time: a chunk of what is written here.
const STEP: u64 = 1 << 20;

/// An annotated table whose main matrix and layers stay on disk.
#[derive(Debug)]
pub struct OpenTable {
    /// All but `X` and the layers.
    pub table: AnnData,
    /// The names of the layers.
    pub layers: Vec<String>,
    /// Whether there is a main matrix.
    pub has_x: bool,
    shelf: Arc<Shelf>,
    folder: String,
}

impl Atlas {
    /// Opens an annotated table, and reads all of it but its main matrix and layers.
    ///
    /// # Errors
    /// When the element is not there, is damaged, or holds a part that cannot be read.
    pub fn open_table(&self, element: &ElementPath) -> Result<OpenTable> {
        let (shelf, folder) = self.open_element(element, &KINDS, EXPECTED)?;
        let reader = TableReader::new(Arc::clone(&shelf), &folder);
        let layers = reader.layer_names()?;
        let has_x = reader.has("X")?;
        let table = reader.read_sound(false)?;
        Ok(OpenTable { table, layers, has_x, shelf, folder })
    }
}

/// A matrix on disk that is read in blocks of rows.
#[derive(Debug)]
pub enum TableRows {
    /// It is sparse by rows, in single precision, and stays on disk.
    Stored(StoredRows),
    /// Any other matrix is read whole.
    Whole(Matrix),
}

impl OpenTable {
    /// The main matrix (none), or a layer.
    ///
    /// # Errors
    /// When it is not there, or damaged.
    pub fn rows(&self, layer: Option<&str>) -> Result<TableRows> {
        let reader = TableReader::new(Arc::clone(&self.shelf), &self.folder);
        let key = match layer {
            None => reader.key("X"),
            Some(name) => reader.layer_key(name)?,
        };
        match StoredRows::open(&self.shelf, &key)? {
            Some(rows) => Ok(TableRows::Stored(rows)),
            None => super::read_matrix::read_matrix(&self.shelf, &key).map(TableRows::Whole),
        }
    }
}

/// A sparse matrix on disk. Two million stored values are held at a time.
#[derive(Debug)]
pub struct StoredRows {
    shelf: Arc<Shelf>,
    key: String,
    shape: (usize, usize),
    indptr: Vec<u64>,
}

impl StoredRows {
    fn open(shelf: &Arc<Shelf>, key: &str) -> Result<Option<Self>> {
        let node = Group::read(shelf, key)?;
        let shape: Vec<usize> = node
            .attributes
            .get("shape")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_u64)
            .map(|length| length as usize)
            .collect();
        let [rows, cols] = shape[..] else { return Ok(None) };
        if node.is_array || node.text("encoding-type") != "csr_matrix" {
            return Ok(None);
        }
        let data = open_array(shelf, &format!("{key}/data"))?;
        if data.data_type().fixed_size() != Some(4) || data.dimensionality() != 1 {
            return Ok(None);
        }
        let problem = |why: &str| StoreError::format(&shelf.shown(key), why);
        let starts = read_array(shelf, &format!("{key}/indptr"))?.values.to_i64().unwrap_or_default();
        let indptr: Vec<u64> = starts.into_iter().filter_map(|start| u64::try_from(start).ok()).collect();
        let sound = indptr.len() == rows.saturating_add(1)
            && indptr.first() == Some(&0)
            && indptr.is_sorted()
            && indptr.last() == data.shape().first();
        if !sound {
            return Err(problem("its indptr does not rise from 0 to the number of values"));
        }
        Ok(Some(Self { shelf: Arc::clone(shelf), key: key.to_owned(), shape: (rows, cols), indptr }))
    }

    /// Number of rows and columns.
    #[must_use]
    pub const fn shape(&self) -> (usize, usize) {
        self.shape
    }

    /// Gives all rows to `take`, in order and in blocks, each with the number of its first row.
    ///
    /// # Errors
    /// When a block cannot be read or is damaged, and the first error of `take`.
    pub fn each<E: From<StoreError>>(&self, take: &mut TakeBlock<'_, E>) -> std::result::Result<(), E> {
        let (data, indices) = (format!("{}/data", self.key), format!("{}/indices", self.key));
        let (values, columns) = (open_array(&self.shelf, &data)?, open_array(&self.shelf, &indices)?);
        let total = self.indptr.last().copied().unwrap_or(0);
        let mut stretches = Stretches::new(self.shape.1, &self.indptr);
        let mut at = 0;
        loop {
            let end = total.min(at + STEP);
            let (mut more, mut narrow) = (Vec::new(), Vec::new());
            if at < end {
                let Values::F32(read) = read_range(&self.shelf, &data, &values, at..end)? else {
                    return Err(self.problem("its values are not of single precision").into());
                };
                more = read;
                let wide = read_range(&self.shelf, &indices, &columns, at..end)?.to_i64().unwrap_or_default();
                let all: std::result::Result<Vec<u32>, _> = wide.into_iter().map(u32::try_from).collect();
                narrow = all.map_err(|why| self.problem(why))?;
            }
            let (first, block) = stretches.next(&narrow, &more).map_err(|why| self.problem(why))?;
            if block.shape().0 > 0 {
                take(first, &block)?;
            }
            if end == total {
                return Ok(());
            }
            at = end;
        }
    }

    fn problem(&self, why: impl ToString) -> StoreError {
        StoreError::format(&self.shelf.shown(&self.key), why.to_string())
    }
}
