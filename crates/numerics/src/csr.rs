use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A sparse matrix in compressed rows, as scipy's `csr_matrix` and AnnData keep it: row `i` holds
/// `values[indptr[i]..indptr[i + 1]]` in columns `indices[...]`, which rise strictly within a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Csr<T> {
    rows: usize,
    cols: usize,
    indptr: Vec<u64>,
    indices: Vec<u32>,
    values: Vec<T>,
}

/// Why three arrays are not a matrix in compressed rows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CsrError {
    /// `indptr` must have one entry more than there are rows.
    #[error("indptr has {found} entries, {expected} are needed for the rows")]
    Rows {
        /// Entries there are.
        found: usize,
        /// Entries there should be.
        expected: usize,
    },
    /// `indptr` must begin at 0, never fall, and end at the number of values.
    #[error("indptr must rise from 0 to the number of values; entry {0} does not")]
    Indptr(usize),
    /// `indices` and `values` must be equally long.
    #[error("{indices} indices but {values} values")]
    Lengths {
        /// Length of `indices`.
        indices: usize,
        /// Length of `values`.
        values: usize,
    },
    /// A column is out of range, repeated or out of order.
    #[error("row {row}: column {column} is out of range, repeated or out of order")]
    Column {
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        column: u32,
    },
}

impl<T> Csr<T> {
    /// Checks and joins the arrays of a matrix of `rows` × `cols`.
    ///
    /// # Errors
    /// [`CsrError`] when the arrays contradict each other.
    pub fn new(
        rows: usize,
        cols: usize,
        indptr: Vec<u64>,
        indices: Vec<u32>,
        values: Vec<T>,
    ) -> Result<Self, CsrError> {
        if indptr.len() != rows + 1 {
            return Err(CsrError::Rows { found: indptr.len(), expected: rows + 1 });
        }
        if indices.len() != values.len() {
            return Err(CsrError::Lengths { indices: indices.len(), values: values.len() });
        }
        if let Some(at) = indptr.windows(2).position(|pair| pair[0] > pair[1]) {
            return Err(CsrError::Indptr(at + 1));
        }
        if indptr[0] != 0 || indptr[rows] != values.len() as u64 {
            return Err(CsrError::Indptr(if indptr[0] == 0 { rows } else { 0 }));
        }
        for (row, pair) in indptr.windows(2).enumerate() {
            let mut next = 0;
            for &column in &indices[pair[0] as usize..pair[1] as usize] {
                if column < next || column as usize >= cols {
                    return Err(CsrError::Column { row, column });
                }
                next = column + 1;
            }
        }
        Ok(Self { rows, cols, indptr, indices, values })
    }

    /// Joins arrays that are in order by construction.
    pub(crate) const fn from_checked(
        rows: usize,
        cols: usize,
        indptr: Vec<u64>,
        indices: Vec<u32>,
        values: Vec<T>,
    ) -> Self {
        Self { rows, cols, indptr, indices, values }
    }

    /// Number of rows and columns.
    #[must_use]
    pub const fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    /// Number of stored values.
    #[must_use]
    pub const fn nnz(&self) -> usize {
        self.values.len()
    }

    /// Where each row begins, and after the last its end.
    #[must_use]
    pub fn indptr(&self) -> &[u64] {
        &self.indptr
    }

    /// The column of each stored value.
    #[must_use]
    pub fn indices(&self) -> &[u32] {
        &self.indices
    }

    /// The stored values.
    #[must_use]
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The stored values, to change in place; the pattern stays.
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.values
    }

    /// Columns and values of one row.
    ///
    /// # Panics
    /// When `row` is not below the number of rows.
    #[must_use]
    pub fn row(&self, row: usize) -> (&[u32], &[T]) {
        let range = self.indptr[row] as usize..self.indptr[row + 1] as usize;
        (&self.indices[range.clone()], &self.values[range])
    }

    /// The same pattern with other values.
    #[must_use]
    pub fn map<U>(&self, f: impl FnMut(&T) -> U) -> Csr<U> {
        Csr {
            rows: self.rows,
            cols: self.cols,
            indptr: self.indptr.clone(),
            indices: self.indices.clone(),
            values: self.values.iter().map(f).collect(),
        }
    }
}

impl<T: Clone> Csr<T> {
    /// Rows and columns exchanged.
    #[must_use]
    pub fn transpose(&self) -> Self {
        let mut indptr = vec![0u64; self.cols + 1];
        for &column in &self.indices {
            indptr[column as usize + 1] += 1;
        }
        for column in 0..self.cols {
            indptr[column + 1] += indptr[column];
        }
        let mut next = indptr.clone();
        let mut source = vec![0usize; self.nnz()];
        let mut indices = vec![0u32; self.nnz()];
        for row in 0..self.rows {
            for at in self.indptr[row] as usize..self.indptr[row + 1] as usize {
                let slot = &mut next[self.indices[at] as usize];
                source[*slot as usize] = at;
                indices[*slot as usize] = row as u32;
                *slot += 1;
            }
        }
        let values = source.into_iter().map(|at| self.values[at].clone()).collect();
        Self { rows: self.cols, cols: self.rows, indptr, indices, values }
    }

    /// The given rows, in the given order.
    ///
    /// # Panics
    /// When a row is not below the number of rows.
    #[must_use]
    pub fn select_rows(&self, rows: &[usize]) -> Self {
        let mut indptr = vec![0u64];
        let (mut indices, mut values) = (Vec::new(), Vec::new());
        for &row in rows {
            let (columns, entries) = self.row(row);
            indices.extend_from_slice(columns);
            values.extend_from_slice(entries);
            indptr.push(values.len() as u64);
        }
        Self { rows: rows.len(), cols: self.cols, indptr, indices, values }
    }

    /// The given columns, in the given order, each at most once.
    ///
    /// # Panics
    /// When a column is not below the number of columns.
    #[must_use]
    pub fn select_columns(&self, columns: &[usize]) -> Self {
        let mut place = vec![u32::MAX; self.cols];
        columns.iter().zip(0..).for_each(|(&column, at)| place[column] = at);
        let in_order = columns.is_sorted();
        let mut indptr = Vec::with_capacity(self.rows + 1);
        indptr.push(0u64);
        let (mut indices, mut values, mut row_entries) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..self.rows {
            let (known, entries) = self.row(row);
            let kept = known.iter().zip(entries).map(|(&column, entry)| (place[column as usize], entry));
            row_entries.extend(kept.filter(|(place, _)| *place != u32::MAX));
            if !in_order {
                row_entries.sort_unstable_by_key(|entry| entry.0);
            }
            for (column, entry) in row_entries.drain(..) {
                indices.push(column);
                values.push(entry.clone());
            }
            indptr.push(values.len() as u64);
        }
        Self { rows: self.rows, cols: columns.len(), indptr, indices, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Csr<f32> {
        Csr::new(3, 4, vec![0, 2, 2, 4], vec![0, 3, 1, 3], vec![1.0, 2.0, 3.0, 4.0]).unwrap()
    }

    #[test]
    fn transposing_twice_is_the_identity() {
        assert_eq!(sample().transpose().transpose(), sample());
        assert_eq!(sample().transpose().row(3), (&[0u32, 2][..], &[2.0f32, 4.0][..]));
    }

    #[test]
    fn selects_rows_and_columns() {
        assert_eq!(sample().select_rows(&[2, 0]).row(0), (&[1u32, 3][..], &[3.0f32, 4.0][..]));
        assert_eq!(sample().select_columns(&[3, 0]).row(0), (&[0u32, 1][..], &[2.0f32, 1.0][..]));
    }

    #[test]
    fn lying_arrays_are_refused() {
        assert!(Csr::new(1, 2, vec![0, 1], vec![2], vec![1.0]).is_err());
        assert!(Csr::new(1, 2, vec![0, 2], vec![1, 1], vec![1.0, 1.0]).is_err());
        assert!(Csr::new(1, 2, vec![1, 1], vec![1], vec![1.0]).is_err());
        assert!(Csr::new(2, 2, vec![0, 1], vec![1], vec![1.0]).is_err());
    }
}
