use lca_numerics::Csr;
use ndarray::Array2;

/// A matrix of an annotated table, dense or sparse, in single or double precision. Whole numbers of
/// other makers' files are read into `f32` where that is exact, else into `f64`.
#[derive(Debug, Clone, PartialEq)]
pub enum Matrix {
    /// Dense, single precision.
    DenseF32(Array2<f32>),
    /// Dense, double precision.
    DenseF64(Array2<f64>),
    /// Compressed rows, single precision.
    SparseF32(Csr<f32>),
    /// Compressed rows, double precision.
    SparseF64(Csr<f64>),
}

impl Matrix {
    /// Number of rows and columns.
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        match self {
            Self::DenseF32(matrix) => matrix.dim(),
            Self::DenseF64(matrix) => matrix.dim(),
            Self::SparseF32(matrix) => matrix.shape(),
            Self::SparseF64(matrix) => matrix.shape(),
        }
    }

    /// All values, in double precision and dense: rows × columns × 8 bytes.
    #[must_use]
    pub fn to_f64(&self) -> Array2<f64> {
        fn stored<T: Copy + Into<f64>>(matrix: &Csr<T>) -> Array2<f64> {
            let mut values = Array2::zeros(matrix.shape());
            for (row, mut into) in values.rows_mut().into_iter().enumerate() {
                let (columns, stored) = matrix.row(row);
                columns.iter().zip(stored).for_each(|(&column, &value)| into[column as usize] = value.into());
            }
            values
        }
        match self {
            Self::DenseF32(matrix) => matrix.mapv(f64::from),
            Self::DenseF64(matrix) => matrix.clone(),
            Self::SparseF32(matrix) => stored(matrix),
            Self::SparseF64(matrix) => stored(matrix),
        }
    }

    /// The given rows, in the given order.
    ///
    /// # Panics
    /// When a row is out of range.
    #[must_use]
    pub fn select_rows(&self, rows: &[usize]) -> Self {
        match self {
            Self::DenseF32(matrix) => Self::DenseF32(matrix.select(ndarray::Axis(0), rows)),
            Self::DenseF64(matrix) => Self::DenseF64(matrix.select(ndarray::Axis(0), rows)),
            Self::SparseF32(matrix) => Self::SparseF32(matrix.select_rows(rows)),
            Self::SparseF64(matrix) => Self::SparseF64(matrix.select_rows(rows)),
        }
    }

    /// The given columns, in the given order, each at most once.
    ///
    /// # Panics
    /// When a column is out of range.
    #[must_use]
    pub fn select_columns(&self, columns: &[usize]) -> Self {
        match self {
            Self::DenseF32(matrix) => Self::DenseF32(matrix.select(ndarray::Axis(1), columns)),
            Self::DenseF64(matrix) => Self::DenseF64(matrix.select(ndarray::Axis(1), columns)),
            Self::SparseF32(matrix) => Self::SparseF32(matrix.select_columns(columns)),
            Self::SparseF64(matrix) => Self::SparseF64(matrix.select_columns(columns)),
        }
    }
}
