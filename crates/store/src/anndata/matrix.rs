use super::encoding::{encoding, encoding_with};
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::{Datum, write_array, write_group};
use lca_numerics::Csr;
use lca_tables::Matrix;
use ndarray::Array2;
use serde_json::{Map, json};
use std::sync::Arc;

/// Writes a dense matrix as an array, a sparse one as a `csr_matrix`.
pub(super) fn write_matrix(shelf: &Arc<Shelf>, key: &str, matrix: &Matrix) -> Result<()> {
    match matrix {
        Matrix::DenseF32(matrix) => dense(shelf, key, matrix),
        Matrix::DenseF64(matrix) => dense(shelf, key, matrix),
        Matrix::SparseF32(matrix) => sparse(shelf, key, matrix),
        Matrix::SparseF64(matrix) => sparse(shelf, key, matrix),
    }
}

fn dense<T: Datum>(shelf: &Arc<Shelf>, key: &str, matrix: &Array2<T>) -> Result<()> {
    let (rows, cols) = matrix.dim();
    let data = matrix.as_standard_layout();
    let data = data.as_slice().unwrap_or(&[]);
    write_array(shelf, key, &[rows, cols], data, encoding("array", "0.2.0"))
}

fn sparse<T: Datum>(shelf: &Arc<Shelf>, key: &str, matrix: &Csr<T>) -> Result<()> {
    let (rows, cols) = matrix.shape();
    let attributes = encoding_with("csr_matrix", "0.1.0", json!({ "shape": [rows, cols] }));
    write_group(shelf, key, &attributes.into())?;
    let nnz = matrix.nnz();
    write_array(shelf, &format!("{key}/data"), &[nnz], matrix.values(), Map::new())?;
    let (indices, indptr) = (format!("{key}/indices"), format!("{key}/indptr"));
    if nnz.max(cols) < i32::MAX as usize {
        let columns: Vec<i32> = matrix.indices().iter().map(|&column| column as i32).collect();
        let starts: Vec<i32> = matrix.indptr().iter().map(|&start| start as i32).collect();
        write_array(shelf, &indices, &[nnz], &columns, Map::new())?;
        write_array(shelf, &indptr, &[rows + 1], &starts, Map::new())
    } else {
        let columns: Vec<i64> = matrix.indices().iter().map(|&column| i64::from(column)).collect();
        let starts: Vec<i64> = matrix.indptr().iter().map(|&start| start as i64).collect();
        write_array(shelf, &indices, &[nnz], &columns, Map::new())?;
        write_array(shelf, &indptr, &[rows + 1], &starts, Map::new())
    }
}
