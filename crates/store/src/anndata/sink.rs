use super::alone::Alone;
use super::encoding::encoding_with;
use super::write::{EXPECTED, KINDS, Layers, write_staged};
use crate::commit::Staged;
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::{ArrayWriter, write_group};
use crate::{StoreError, Transaction};
use lca_core::ElementPath;
use lca_numerics::Csr;
use lca_tables::AnnData;
use serde_json::{Map, json};
use std::sync::Arc;

/// An annotated table that is being written, whose matrices come in blocks of rows. It is complete once
/// [`TableWriter::finish`] was called.
#[derive(Debug)]
pub struct TableWriter {
    pub(super) shelf: Arc<Shelf>,
    pub(super) folder: String,
    pub(super) shape: (usize, usize),
    pub(super) layers: Layers,
    pub(super) place: Place,
}

/// Where a table is written.
#[derive(Debug)]
pub(super) enum Place {
    /// Into an atlas.
    Atlas(Staged),
    /// As a store of its own.
    Alone(Alone),
}

impl Transaction {
    /// Begins an annotated table with all but its main matrix and the layers that come later, which are named here.
    ///
    /// # Errors
    /// When its parts contradict each other, or it cannot be written.
    pub fn begin_table(&self, element: &ElementPath, table: &AnnData, later: &[&str]) -> Result<TableWriter> {
        table.check().map_err(|source| StoreError::Table { path: element.to_string(), source })?;
        let staged = self.stage(element, &KINDS, EXPECTED)?;
        let layers = write_staged(&staged, table, later)?;
        Ok(TableWriter {
            shelf: Arc::clone(&staged.shelf),
            folder: staged.folder.clone(),
            shape: (table.obs.rows(), table.var.rows()),
            layers,
            place: Place::Atlas(staged),
        })
    }
}

impl TableWriter {
    /// Begins the main matrix.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn x(&self) -> Result<RowsWriter> {
        RowsWriter::new(&self.shelf, format!("{}/X", self.folder), self.shape)
    }

    /// Begins a layer.
    ///
    /// # Errors
    /// When it was not named at the beginning, or cannot be written.
    pub fn layer(&self, name: &str) -> Result<RowsWriter> {
        let unnamed = || {
            let group = self.shelf.shown(&format!("{}/layers", self.folder));
            StoreError::write(&group, format!("the layer `{name}` was not named when the table was begun"))
        };
        let place = self.layers.get(name).ok_or_else(unnamed)?;
        RowsWriter::new(&self.shelf, place.clone(), self.shape)
    }

    /// Says that all is written.
    ///
    /// # Errors
    /// When a store of its own cannot be put where it belongs.
    pub fn finish(self) -> Result<()> {
        match self.place {
            Place::Atlas(staged) => staged.finish(),
            Place::Alone(alone) => alone.finish(&self.shelf)?,
        }
        Ok(())
    }
}

/// A sparse matrix that is being written in blocks of rows, with the same files as if it were written at once. A million
/// values are held at a time.
#[derive(Debug)]
pub struct RowsWriter {
    shelf: Arc<Shelf>,
    key: String,
    shape: (usize, usize),
    indptr: Vec<u64>,
    columns: ArrayWriter<i32>,
    values: ArrayWriter<f32>,
}

impl RowsWriter {
    fn new(shelf: &Arc<Shelf>, key: String, shape: (usize, usize)) -> Result<Self> {
        let attributes = encoding_with("csr_matrix", "0.1.0", json!({ "shape": [shape.0, shape.1] }));
        write_group(shelf, &key, &attributes.into())?;
        let columns = ArrayWriter::new(shelf, format!("{key}/indices"));
        let values = ArrayWriter::new(shelf, format!("{key}/data"));
        Ok(Self { shelf: Arc::clone(shelf), key, shape, indptr: vec![0], columns, values })
    }

    /// Adds the next rows.
    ///
    /// # Errors
    /// When they have another number of columns, or cannot be written.
    pub fn push(&mut self, rows: &Csr<f32>) -> Result<()> {
        if rows.shape().1 != self.shape.1 || i32::try_from(self.shape.1).is_err() {
            return Err(self.problem(format!(
                "rows of {} columns do not fit {}",
                rows.shape().1,
                self.shape.1
            )));
        }
        let before = self.indptr[self.indptr.len() - 1];
        self.indptr.extend(rows.indptr()[1..].iter().map(|end| before + end));
        let (columns, values) = (&mut self.columns, &mut self.values);
        let (first, second) = rayon::join(
            || columns.extend(rows.indices().iter().map(|&column| column as i32)),
            || values.extend(rows.values().iter().copied()),
        );
        first.and(second)
    }

    /// Says that these were all rows.
    ///
    /// # Errors
    /// When there are too few or too many, or they cannot be written.
    pub fn finish(self) -> Result<()> {
        if self.indptr.len() != self.shape.0 + 1 {
            return Err(self.problem(format!("{} rows came, not {}", self.indptr.len() - 1, self.shape.0)));
        }
        let total = self.indptr[self.shape.0];
        self.columns.finish()?;
        self.values.finish()?;
        let (key, length) = (format!("{}/indptr", self.key), [self.indptr.len()]);
        if total < i32::MAX as u64 {
            let starts: Vec<i32> = self.indptr.iter().map(|&start| start as i32).collect();
            crate::zarr::write_array(&self.shelf, &key, &length, &starts, Map::new())
        } else {
            let starts: Vec<i64> = self.indptr.iter().map(|&start| start as i64).collect();
            crate::zarr::write_array(&self.shelf, &key, &length, &starts, Map::new())
        }
    }

    fn problem(&self, why: String) -> StoreError {
        StoreError::write(&self.shelf.shown(&self.key), why)
    }
}
