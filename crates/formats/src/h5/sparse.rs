use super::{Node, Numbers, numbers};
use crate::counts::narrow;
use hdf5_reader::group::Group;
use lca_numerics::Csr;
use lca_tables::Matrix;

/// The arrays of a compressed matrix as they are stored.
pub(crate) struct Compressed {
    pub(crate) indptr: Vec<i64>,
    pub(crate) indices: Vec<i64>,
    pub(crate) values: Numbers,
}

/// Reads `indptr`, `indices` and `data` of a group.
pub(crate) fn compressed(group: &Group) -> Result<Compressed, String> {
    let ints = |name: &str| {
        let values = numbers(&Node::dataset(group, name)?).map_err(|why| format!("{name}: {why}"))?;
        if values.len() == 0 {
            Ok(Vec::new())
        } else {
            values.into_ints().map_err(|why| format!("{name}: {why}"))
        }
    };
    let (indptr, indices) = (ints("indptr")?, ints("indices")?);
    let values = numbers(&Node::dataset(group, "data")?).map_err(|why| format!("data: {why}"))?;
    Ok(Compressed { indptr, indices, values })
}

impl Compressed {
    /// The matrix, its rows being the compressed axis; in single precision when that is exact.
    pub(crate) fn matrix(self, rows: usize, cols: usize) -> Result<Matrix, String> {
        let Self { indptr, indices, values } = self;
        match values {
            Numbers::F32(values) => build(rows, cols, &indptr, &indices, &values).map(Matrix::SparseF32),
            other => build(rows, cols, &indptr, &indices, &other.to_f64()?).map(narrow),
        }
    }
}

/// Checks the arrays, and sorts the entries of each row, whose order scipy leaves open.
fn build<T: Copy>(
    rows: usize,
    cols: usize,
    indptr: &[i64],
    indices: &[i64],
    values: &[T],
) -> Result<Csr<T>, String> {
    let starts: Result<Vec<u64>, _> = indptr.iter().map(|&start| u64::try_from(start)).collect();
    let starts = starts.map_err(|_| "indptr is negative")?;
    let columns: Result<Vec<u32>, _> = indices.iter().map(|&column| u32::try_from(column)).collect();
    let mut columns = columns.map_err(|_| "an index is negative or above 32 bits")?;
    if columns.len() != values.len() {
        return Err(format!("{} indices but {} values", columns.len(), values.len()));
    }
    let mut values = values.to_vec();
    for pair in starts.windows(2) {
        let range = pair[0] as usize..pair[1] as usize;
        let (Some(row), Some(entries)) = (columns.get_mut(range.clone()), values.get_mut(range)) else {
            return Err("indptr points beyond the values".to_owned());
        };
        if !row.is_sorted() {
            let mut order: Vec<(u32, T)> = row.iter().copied().zip(entries.iter().copied()).collect();
            order.sort_by_key(|&(column, _)| column);
            for (at, (column, value)) in order.into_iter().enumerate() {
                (row[at], entries[at]) = (column, value);
            }
        }
    }
    Csr::new(rows, cols, starts, columns, values).map_err(|error| error.to_string())
}
