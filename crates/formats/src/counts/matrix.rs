use crate::FormatError;
use lca_numerics::Csr;
use lca_tables::Matrix;
use ndarray::Array2;
use std::collections::HashSet;
use std::path::Path;

/// Checks that names do not repeat.
pub(crate) fn unique(path: &Path, what: &'static str, names: &[String]) -> Result<(), FormatError> {
    let mut seen = HashSet::with_capacity(names.len());
    match names.iter().find(|name| !seen.insert(name.as_str())) {
        Some(name) => Err(FormatError::Duplicate { path: path.to_owned(), what, name: name.clone() }),
        None => Ok(()),
    }
}

/// Checks that genes do not repeat, unless they are to be numbered; the message tells how to ask for that.
pub(crate) fn unique_genes(path: &Path, genes: &[String], numbered: bool) -> Result<(), FormatError> {
    let refused = match unique(path, "gene", genes) {
        Err(FormatError::Duplicate { name, .. }) if !numbered => name,
        _ => return Ok(()),
    };
    let what = format!(
        "the gene `{refused}` occurs more than once; make the names unique, or have those that repeat numbered \
         (`{refused}-1`, …): --make-unique, in a study `params = {{ make_unique = true }}`"
    );
    Err(FormatError::Choose { path: path.to_owned(), what })
}

/// Collects a sparse matrix row by row.
#[derive(Default)]
pub(crate) struct SparseBuilder {
    indptr: Vec<u64>,
    indices: Vec<u32>,
    values: Vec<f64>,
}

impl SparseBuilder {
    /// Adds a value to the row being filled; columns must rise.
    pub(crate) fn push(&mut self, column: u32, value: f64) {
        self.indices.push(column);
        self.values.push(value);
    }

    pub(crate) fn end_row(&mut self) {
        if self.indptr.is_empty() {
            self.indptr.push(0);
        }
        self.indptr.push(self.values.len() as u64);
    }

    /// The matrix of `cols` columns, in single precision when that is exact.
    pub(crate) fn finish(mut self, path: &Path, cols: usize, transpose: bool) -> Result<Matrix, FormatError> {
        if self.indptr.is_empty() {
            self.indptr.push(0);
        }
        let rows = self.indptr.len() - 1;
        let matrix = Csr::new(rows, cols, self.indptr, self.indices, self.values)
            .map_err(|error| FormatError::broken(path, "count", error.to_string()))?;
        let matrix = if transpose { matrix.transpose() } else { matrix };
        Ok(narrow(matrix))
    }
}

fn exact(value: &f64) -> bool {
    f64::from(*value as f32) == *value || value.is_nan()
}

/// A dense matrix in single precision when every value is the same there.
pub(crate) fn narrow_dense(matrix: Array2<f64>) -> Matrix {
    match matrix.iter().all(exact) {
        true => Matrix::DenseF32(matrix.mapv(|value| value as f32)),
        false => Matrix::DenseF64(matrix),
    }
}

/// In single precision when every value is the same there.
pub(crate) fn narrow(matrix: Csr<f64>) -> Matrix {
    match matrix.values().iter().all(exact) {
        true => Matrix::SparseF32(matrix.map(|&value| value as f32)),
        false => Matrix::SparseF64(matrix),
    }
}
