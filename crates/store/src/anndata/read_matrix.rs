use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::{Group, NdValues, Values, read_array};
use lca_numerics::Csr;
use lca_tables::Matrix;
use ndarray::Array2;
use serde_json::Value;
use std::sync::Arc;

/// Whole numbers up to here are exact in single precision.
const EXACT: f64 = 16_777_216.0;

/// Reads a dense or sparse matrix.
pub(super) fn read_matrix(shelf: &Arc<Shelf>, key: &str) -> Result<Matrix> {
    let node = Group::read(shelf, key)?;
    let problem = |why: &str| StoreError::format(&shelf.shown(key), why);
    if node.is_array {
        return dense(read_array(shelf, key)?).ok_or_else(|| problem("it is not a matrix of numbers"));
    }
    match node.text("encoding-type") {
        "csr_matrix" => sparse(shelf, key, &node, false),
        "csc_matrix" => sparse(shelf, key, &node, true),
        other => Err(problem(&format!("matrices of encoding `{other}` are not supported"))),
    }
}

/// A matrix of an array of two dimensions; of one dimension it is a single column.
pub(super) fn dense(array: NdValues) -> Option<Matrix> {
    let shape = match array.shape[..] {
        [rows] => (rows, 1),
        [rows, cols] => (rows, cols),
        _ => return None,
    };
    Some(match narrow(array.values)? {
        Numbers::F32(values) => Matrix::DenseF32(Array2::from_shape_vec(shape, values).ok()?),
        Numbers::F64(values) => Matrix::DenseF64(Array2::from_shape_vec(shape, values).ok()?),
    })
}

enum Numbers {
    F32(Vec<f32>),
    F64(Vec<f64>),
}

/// Floats stay what they are; whole numbers become single precision where that is exact.
fn narrow(values: Values) -> Option<Numbers> {
    Some(match values {
        Values::F32(values) => Numbers::F32(values),
        Values::F64(values) => Numbers::F64(values),
        other => {
            let wide = other.to_f64()?;
            if wide.iter().all(|value| value.abs() <= EXACT) {
                Numbers::F32(wide.into_iter().map(|value| value as f32).collect())
            } else {
                Numbers::F64(wide)
            }
        }
    })
}

fn sparse(shelf: &Arc<Shelf>, key: &str, node: &Group, by_column: bool) -> Result<Matrix> {
    let problem = |why: &dyn ToString| StoreError::format(&shelf.shown(key), why.to_string());
    let shape = node.attributes.get("shape").and_then(Value::as_array);
    let shape: Vec<usize> =
        shape.into_iter().flatten().filter_map(Value::as_u64).map(|length| length as usize).collect();
    let [rows, cols] = shape[..] else { return Err(problem(&"it does not say its shape")) };
    let part = |name: &str| -> Result<Vec<u64>> {
        let values = read_array(shelf, &format!("{key}/{name}"))?.values.to_i64().unwrap_or_default();
        values.into_iter().map(|value| u64::try_from(value).map_err(|why| problem(&why))).collect()
    };
    let (indices, indptr) = (part("indices")?, part("indptr")?);
    let major = if by_column { (cols, rows) } else { (rows, cols) };
    let values = narrow(read_array(shelf, &format!("{key}/data"))?.values);
    Ok(match values.ok_or_else(|| problem(&"its values are not numbers"))? {
        Numbers::F32(values) => {
            let matrix = compress(major, indptr, &indices, values).map_err(|why| problem(&why))?;
            Matrix::SparseF32(if by_column { matrix.transpose() } else { matrix })
        }
        Numbers::F64(values) => {
            let matrix = compress(major, indptr, &indices, values).map_err(|why| problem(&why))?;
            Matrix::SparseF64(if by_column { matrix.transpose() } else { matrix })
        }
    })
}

/// Joins the three arrays; others' rows may be out of order, which scipy allows.
fn compress<T: Copy>(
    (rows, cols): (usize, usize),
    indptr: Vec<u64>,
    indices: &[u64],
    mut values: Vec<T>,
) -> std::result::Result<Csr<T>, String> {
    let narrow = |index: &u64| u32::try_from(*index).map_err(|why| why.to_string());
    let mut indices: Vec<u32> = indices.iter().map(narrow).collect::<std::result::Result<_, _>>()?;
    if indices.len() == values.len() {
        for pair in indptr.windows(2) {
            let range = pair[0] as usize..pair[1] as usize;
            let Some(row) = indices.get(range.clone()) else { break };
            if row.is_sorted() {
                continue;
            }
            let mut order: Vec<usize> = range.clone().collect();
            order.sort_by_key(|&at| indices[at]);
            let sorted: Vec<(u32, T)> = order.iter().map(|&at| (indices[at], values[at])).collect();
            for (at, (index, value)) in range.zip(sorted) {
                indices[at] = index;
                values[at] = value;
            }
        }
    }
    let expected = rows.checked_add(1).ok_or("its shape is absurd")?;
    if indptr.len() != expected {
        return Err(format!("indptr has {} entries, {expected} are needed", indptr.len()));
    }
    Csr::new(rows, cols, indptr, indices, values).map_err(|why| why.to_string())
}
