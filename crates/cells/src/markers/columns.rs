use lca_numerics::Csr;

/// A matrix whose columns are taken some at a time, so that it is never held twice.
pub(super) struct Columns<'a> {
    matrix: &'a Csr<f32>,
    /// The next entry of each row.
    next: Vec<usize>,
    /// The next column.
    column: usize,
}

impl<'a> Columns<'a> {
    pub(super) fn new(matrix: &'a Csr<f32>) -> Self {
        let rows = matrix.shape().0;
        Self {
            matrix,
            next: matrix.indptr()[..rows].iter().map(|&start| start as usize).collect(),
            column: 0,
        }
    }

    /// The next `count` columns, as rows; none at the end.
    pub(super) fn next(&mut self, count: usize) -> Option<Csr<f32>> {
        let (rows, cols) = self.matrix.shape();
        let (first, end) = (self.column, cols.min(self.column + count));
        if first == end {
            return None;
        }
        self.column = end;
        let mut indptr = vec![0_u64; end - first + 1];
        let ends: Vec<usize> = (0..rows).map(|row| self.count(row, first, end, &mut indptr)).collect();
        (0..end - first).for_each(|at| indptr[at + 1] += indptr[at]);
        let total = indptr.last().map_or(0, |&total| total as usize);
        let mut place: Vec<usize> = indptr.iter().map(|&start| start as usize).collect();
        let (mut indices, mut values) = (vec![0; total], vec![0.0; total]);
        for (row, end) in ends.into_iter().enumerate() {
            for at in self.next[row]..end {
                let place = &mut place[self.matrix.indices()[at] as usize - first];
                (indices[*place], values[*place]) = (row as u32, self.matrix.values()[at]);
                *place += 1;
            }
            self.next[row] = end;
        }
        Csr::new(end - first, rows, indptr, indices, values).ok()
    }

    /// Counts a row's entries by column, and says where those of these columns end.
    fn count(&self, row: usize, first: usize, end: usize, counts: &mut [u64]) -> usize {
        let last = self.matrix.indptr()[row + 1] as usize;
        let known = &self.matrix.indices()[self.next[row]..last];
        let inside = known.iter().take_while(|&&column| (column as usize) < end);
        let seen = inside.map(|&column| counts[column as usize - first + 1] += 1).count();
        self.next[row] + seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_in_order_and_once() {
        let matrix =
            Csr::new(3, 5, vec![0, 2, 2, 5], vec![0, 4, 1, 3, 4], vec![1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        let whole = matrix.transpose();
        for count in [1, 2, 3, 5, 9] {
            let (mut columns, mut at) = (Columns::new(&matrix), 0);
            while let Some(some) = columns.next(count) {
                for row in 0..some.shape().0 {
                    assert_eq!(some.row(row), whole.row(at));
                    at += 1;
                }
            }
            assert_eq!(at, 5);
        }
        assert!(Columns::new(&Csr::new(2, 0, vec![0, 0, 0], vec![], vec![]).unwrap()).next(4).is_none());
    }
}
