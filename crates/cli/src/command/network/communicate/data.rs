use super::meta;
use crate::args::CommunicateArgs;
use crate::command::network::matrix;
use crate::command::place::failed;
use crate::failure::Failure;
use lca_network::communicate::{Cells, log_normalised};
use lca_numerics::{Csr, sparse};
use lca_tables::{AnnData, Column, Matrix};
use std::path::Path;

/// So many numbers are no types of cells.
const TYPES: usize = 100;

/// Cells with their types, ready to be asked.
pub(super) struct Data {
    pub(super) table: AnnData,
    matrix: Csr<f32>,
    labels: Vec<Option<String>>,
    /// Whether they came as counts.
    pub(super) normalised: bool,
    /// Cells of the table beside the data that are not among these.
    pub(super) strangers: usize,
}

impl Data {
    pub(super) fn read(args: &CommunicateArgs) -> Result<Self, Failure> {
        let (mut table, matrix) = matrix::read(&args.data, &args.matrix)?;
        let mut key = args.labels.as_deref().unwrap_or("cell_type");
        let joined = args.meta.as_ref().map(|path| meta::join(&mut table, path)).transpose()?;
        let (only, strangers) = joined.unwrap_or_default();
        if let (None, Some(only)) = (&args.labels, &only) {
            key = only;
        }
        let labels = texts(&table, key, args.meta.as_ref().unwrap_or(&args.data))?;
        let matrix = single(matrix);
        let counts = log_normalised(&matrix, 1e4);
        let normalised = counts.is_some();
        Ok(Self { table, matrix: counts.unwrap_or(matrix), labels, normalised, strangers })
    }

    pub(super) fn cells(&self) -> Cells<'_> {
        Cells { matrix: &self.matrix, genes: self.table.var.index(), labels: &self.labels }
    }

    /// How many cells have no type.
    pub(super) fn untyped(&self) -> usize {
        self.labels.iter().filter(|label| label.is_none()).count()
    }

    /// A column of obs as texts.
    pub(super) fn texts(&self, key: &str, path: &Path) -> Result<Vec<Option<String>>, Failure> {
        texts(&self.table, key, path)
    }
}

/// A column of obs; whole numbers, such as those of clusters, are texts too.
fn texts(table: &AnnData, key: &str, path: &Path) -> Result<Vec<Option<String>>, Failure> {
    let fault = |source: lca_tables::TableError| failed("cannot use", path, &source);
    let column = table.obs.column(key).map_err(fault)?;
    if let Column::Int(values) = column {
        let distinct = values.iter().collect::<std::collections::BTreeSet<_>>().len();
        if distinct > TYPES {
            let why = format!("column `{key}` holds {distinct} different numbers; name a column of labels");
            return Err(failed("cannot use", path, &why));
        }
    }
    let labels = column.to_labels();
    labels.ok_or_else(|| failed("cannot use", path, &format!("column `{key}` does not hold texts")))
}

fn single(matrix: Matrix) -> Csr<f32> {
    match matrix {
        Matrix::SparseF32(matrix) => matrix,
        Matrix::SparseF64(matrix) => matrix.map(|&value| value as f32),
        Matrix::DenseF32(matrix) => sparse::from_dense(matrix.view()),
        Matrix::DenseF64(matrix) => sparse::from_dense(matrix.mapv(|value| value as f32).view()),
    }
}
