use crate::counts::{FileRows, narrow_dense};
use crate::h5::{ByCells, ByGenes, Node, Numbers, compressed, numbers};
use hdf5_reader::Dataset;
use hdf5_reader::group::Group;
use lca_tables::Matrix;
use ndarray::Array2;
use std::path::Path;

/// Reads a matrix, dense or compressed by rows or columns. `shape` is what it must have, where known;
/// it is believed to have up to `most_rows` rows.
pub(super) fn read(node: &Node, shape: Option<(usize, usize)>, most_rows: usize) -> Result<Matrix, String> {
    match node {
        Node::Dataset(dataset) => dense(dataset),
        Node::Group(group) => sparse(node, group, shape, most_rows),
    }
}

/// A large compressed matrix, which stays in the file; none where it is read at once.
pub(super) fn open(
    file: (&Path, &'static str),
    node: &Node,
    known: (usize, usize),
    most: Option<u64>,
) -> Result<Option<FileRows>, String> {
    let (Some(most), Node::Group(group)) = (most, node) else { return Ok(None) };
    let shape = node.attribute("shape").and_then(|shape| lengths(&shape));
    if shape != Some(known) {
        return Ok(None);
    }
    Ok(match node.encoding().as_str() {
        "csr_matrix" => ByCells::of(file, group, known, most)?.map(FileRows::from),
        "csc_matrix" => ByGenes::of(file, group, known, most)?.map(FileRows::from),
        _ => None,
    })
}

pub(super) fn dense(dataset: &Dataset) -> Result<Matrix, String> {
    let &[rows, cols] = dataset.shape() else {
        return Err(format!("it has {} axes, a matrix has 2", dataset.ndim()));
    };
    let shape = (rows as usize, cols as usize);
    let wrong = |error: ndarray::ShapeError| error.to_string();
    Ok(match numbers(dataset)? {
        Numbers::F32(values) => Matrix::DenseF32(Array2::from_shape_vec(shape, values).map_err(wrong)?),
        Numbers::F64(values) => Matrix::DenseF64(Array2::from_shape_vec(shape, values).map_err(wrong)?),
        whole => narrow_dense(Array2::from_shape_vec(shape, whole.to_f64()?).map_err(wrong)?),
    })
}

fn sparse(
    node: &Node,
    group: &Group,
    known: Option<(usize, usize)>,
    most_rows: usize,
) -> Result<Matrix, String> {
    let legacy = || node.text("h5sparse_format").unwrap_or_default();
    let encoding = Some(node.encoding()).filter(|text| !text.is_empty()).unwrap_or_else(legacy);
    let shape = node.attribute("shape").or_else(|| node.attribute("h5sparse_shape"));
    let shape = shape.ok_or("a compressed matrix needs the attribute `shape`")?;
    let shape = lengths(&shape).ok_or("its shape is not two whole numbers")?;
    if known.is_some_and(|known| known != shape) {
        return Err(format!("its shape is {shape:?}, its names are {:?}", known.unwrap_or_default()));
    }
    let (rows, cols) = shape;
    if rows > most_rows {
        // Turning columns into rows takes a word for each row, however empty.
        return Err(format!("it claims {rows} rows, which nothing else in the file has"));
    }
    match encoding.as_str() {
        "csr_matrix" | "csr" => compressed(group)?.matrix(rows, cols),
        "csc_matrix" | "csc" => compressed(group)?.matrix(cols, rows).map(|matrix| match matrix {
            Matrix::SparseF32(matrix) => Matrix::SparseF32(matrix.transpose()),
            Matrix::SparseF64(matrix) => Matrix::SparseF64(matrix.transpose()),
            dense => dense,
        }),
        "" => Err("it is a group whose encoding is not said".to_owned()),
        other => Err(format!("the encoding `{other}` is no matrix")),
    }
}

fn lengths(shape: &hdf5_reader::Attribute) -> Option<(usize, usize)> {
    let wide = shape.read_1d::<i64>().ok();
    let unsigned =
        || shape.read_1d::<u64>().ok()?.into_iter().map(|length| i64::try_from(length).ok()).collect();
    let narrow = || shape.read_1d::<i32>().ok().map(|all| all.into_iter().map(i64::from).collect::<Vec<_>>());
    match wide.or_else(unsigned).or_else(narrow)?.as_slice() {
        &[rows, cols] => Some((usize::try_from(rows).ok()?, usize::try_from(cols).ok()?)),
        _ => None,
    }
}
