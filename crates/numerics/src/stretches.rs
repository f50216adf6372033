use crate::{Csr, CsrError};

/// Takes blocks of whole rows, in order, each with the number of its first row.
pub type TakeBlock<'a, E> = dyn FnMut(usize, &Csr<f32>) -> Result<(), E> + 'a;

/// Cuts a sparse matrix, whose values come in stretches of any length, into blocks of whole rows.
#[derive(Debug)]
pub struct Stretches<'a> {
    cols: usize,
    /// Where each row begins, and after the last its end.
    indptr: &'a [u64],
    /// The first row that was not given yet.
    row: usize,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl<'a> Stretches<'a> {
    /// Of a matrix with these beginnings of its rows, from 0 and rising.
    #[must_use]
    pub const fn new(cols: usize, indptr: &'a [u64]) -> Self {
        Self { cols, indptr, row: 0, columns: Vec::new(), values: Vec::new() }
    }

    /// Takes the next values and their columns, which may be out of order within a row, and gives the rows that are now
    /// whole with the number of the first.
    ///
    /// # Errors
    /// [`CsrError`] when columns and values differ in number, or a column repeats or is out of range.
    pub fn next(&mut self, columns: &[u32], values: &[f32]) -> Result<(usize, Csr<f32>), CsrError> {
        if columns.len() != values.len() {
            return Err(CsrError::Lengths { indices: columns.len(), values: values.len() });
        }
        self.columns.extend_from_slice(columns);
        self.values.extend_from_slice(values);
        let (first, start) = (self.row, self.indptr.get(self.row).copied().unwrap_or(0));
        let have = start + self.values.len() as u64;
        let end = self.indptr.partition_point(|&begin| begin <= have).saturating_sub(1).max(first);
        let count = (self.indptr.get(end).copied().unwrap_or(start) - start) as usize;
        let rest = (self.columns.split_off(count), self.values.split_off(count));
        let mut columns = std::mem::replace(&mut self.columns, rest.0);
        let mut values = std::mem::replace(&mut self.values, rest.1);
        let begins: Vec<u64> = self.indptr[first..=end].iter().map(|begin| begin - start).collect();
        for pair in begins.windows(2) {
            let range = pair[0] as usize..pair[1] as usize;
            sort(&mut columns[range.clone()], &mut values[range]);
        }
        self.row = end;
        Ok((first, Csr::new(end - first, self.cols, begins, columns, values)?))
    }
}

/// Brings a row into the order of its columns.
fn sort(columns: &mut [u32], values: &mut [f32]) {
    if columns.is_sorted() {
        return;
    }
    let mut entries: Vec<(u32, f32)> = columns.iter().copied().zip(values.iter().copied()).collect();
    entries.sort_by_key(|entry| entry.0);
    for (at, (column, value)) in entries.into_iter().enumerate() {
        (columns[at], values[at]) = (column, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_whole_wherever_values_are_cut() {
        let indptr = [0, 2, 2, 5, 6, 6];
        let (columns, values) = ([1, 3, 4, 0, 2, 3], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let whole =
            Csr::new(5, 5, indptr.to_vec(), vec![1, 3, 0, 2, 4, 3], vec![1.0, 2.0, 4.0, 5.0, 3.0, 6.0])
                .unwrap();
        for cut in 1..7 {
            let mut stretches = Stretches::new(5, &indptr);
            let mut seen = 0;
            for (columns, values) in columns.chunks(cut).zip(values.chunks(cut)) {
                let (first, block) = stretches.next(columns, values).unwrap();
                assert_eq!(first, seen);
                for row in 0..block.shape().0 {
                    assert_eq!(block.row(row), whole.row(seen));
                    seen += 1;
                }
            }
            assert_eq!(seen, 5);
        }
        assert!(Stretches::new(5, &indptr).next(&[1, 1], &[1.0, 2.0]).is_err());
        assert!(Stretches::new(5, &indptr).next(&[1], &[1.0, 2.0]).is_err());
    }
}
