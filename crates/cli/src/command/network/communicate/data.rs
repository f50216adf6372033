use crate::args::CommunicateArgs;
use crate::command::network::open::only;
use crate::failure::Failure;
use lca_core::ElementKind;
use lca_formats::CountsOptions;
use lca_network::communicate::{Cells, log_normalised};
use lca_numerics::{Csr, sparse};
use lca_store::Atlas;
use lca_tables::{AnnData, Matrix};
use std::path::Path;

/// Cells with their types, ready to be asked.
pub(super) struct Data {
    pub(super) table: AnnData,
    matrix: Csr<f32>,
    labels: Vec<Option<String>>,
    /// Whether they came as counts.
    pub(super) normalised: bool,
}

impl Data {
    pub(super) fn read(args: &CommunicateArgs) -> Result<Self, Failure> {
        let mut table = table(&args.data, args.table.as_deref())?;
        let labels = texts(&table, &args.labels, &args.data)?;
        let matrix = match &args.layer {
            Some(name) => table.layers.remove(name).ok_or_else(|| {
                let known: Vec<&str> = table.layers.keys().map(String::as_str).collect();
                Failure::Use(format!("there is no layer `{name}`; there are: {}", known.join(", ")))
            })?,
            None => table.x.take().ok_or_else(|| {
                let layers: Vec<&str> = table.layers.keys().map(String::as_str).collect();
                Failure::Use(format!("the data have no X; take one of the layers: {}", layers.join(", ")))
            })?,
        };
        let matrix = single(matrix);
        let counts = log_normalised(&matrix, 1e4);
        let normalised = counts.is_some();
        Ok(Self { table, matrix: counts.unwrap_or(matrix), labels, normalised })
    }

    pub(super) fn cells(&self) -> Cells<'_> {
        Cells { matrix: &self.matrix, genes: self.table.var.index(), labels: &self.labels }
    }

    /// A column of obs as texts.
    pub(super) fn texts(&self, key: &str, path: &Path) -> Result<Vec<Option<String>>, Failure> {
        texts(&self.table, key, path)
    }
}

/// A column of obs; whole numbers, such as those of clusters, are texts too.
fn texts(table: &AnnData, key: &str, path: &Path) -> Result<Vec<Option<String>>, Failure> {
    let fault = |source: lca_tables::TableError| Failure::Use(format!("{}: {source}", path.display()));
    let column = table.obs.column(key).map_err(fault)?;
    match column {
        lca_tables::Column::Int(values) => Ok(values.iter().map(|value| Some(value.to_string())).collect()),
        _ => table.obs.texts(key).map_err(fault),
    }
}

fn single(matrix: Matrix) -> Csr<f32> {
    match matrix {
        Matrix::SparseF32(matrix) => matrix,
        Matrix::SparseF64(matrix) => matrix.map(|&value| value as f32),
        Matrix::DenseF32(matrix) => sparse::from_dense(matrix.view()),
        Matrix::DenseF64(matrix) => sparse::from_dense(matrix.mapv(|value| value as f32).view()),
    }
}

/// A table of an atlas, an AnnData in Zarr, or a file of counts.
fn table(path: &Path, name: Option<&str>) -> Result<AnnData, Failure> {
    if path.join("lca").join("commit.json").is_file() {
        let atlas = Atlas::open(path)?;
        return Ok(atlas.read_table(&only(
            &atlas,
            path,
            (ElementKind::Table, "table"),
            ("--table", name),
        )?)?);
    }
    if path.join("zarr.json").is_file() || path.join(".zgroup").is_file() {
        return Ok(lca_store::read_anndata(path)?.0);
    }
    Ok(lca_formats::read_counts(path, &CountsOptions::default())?.data)
}
