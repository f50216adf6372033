use crate::CellsError;
use crate::matrix::LOGGED;
use crate::rows::CellRows;
use lca_numerics::Csr;

/// Stored values that are brought together at a time, eight bytes each.
const HELD: u64 = 12 << 20;

/// A matrix whose columns are taken some at a time, so that it is never held twice; for each lot all rows are gone
/// through.
pub(super) struct Columns<'a> {
    rows: &'a dyn CellRows,
    /// Stored values of each column.
    counts: Vec<u64>,
    /// The next column.
    column: usize,
    held: u64,
}

impl<'a> Columns<'a> {
    /// Counts, and checks that values are log1p-transformed.
    pub(super) fn new(rows: &'a dyn CellRows) -> Result<Self, CellsError> {
        let mut counts = vec![0; rows.shape().1];
        rows.each(&mut |first, block| {
            LOGGED.block(first, block)?;
            block.indices().iter().for_each(|&column| counts[column as usize] += 1);
            Ok(())
        })?;
        Ok(Self { rows, counts, column: 0, held: HELD })
    }

    /// The next columns, as rows: as many as may be held, at least one; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Csr<f32>>, CellsError> {
        let first = self.column;
        let mut indptr = vec![0_u64];
        let mut total = 0;
        while let Some(count) = self.counts.get(self.column)
            && (total == 0 || total + count <= self.held)
        {
            total += count;
            indptr.push(total);
            self.column += 1;
        }
        if first == self.column {
            return Ok(None);
        }
        let mut place: Vec<usize> = indptr.iter().map(|&start| start as usize).collect();
        let (mut indices, mut values) = (vec![0; total as usize], vec![0.0; total as usize]);
        self.rows.each(&mut |before, block| {
            for row in 0..block.shape().0 {
                let (columns, entries) = block.row(row);
                let start = columns.partition_point(|&column| (column as usize) < first);
                let inside = columns[start..].iter().zip(&entries[start..]);
                for (&column, &value) in inside.take_while(|(column, _)| (**column as usize) < self.column) {
                    let place = &mut place[column as usize - first];
                    (indices[*place], values[*place]) = ((before + row) as u32, value);
                    *place += 1;
                }
            }
            Ok(())
        })?;
        Ok(Some(Csr::new(self.column - first, self.rows.shape().0, indptr, indices, values)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::tests::Cut;

    #[test]
    fn columns_come_in_order_and_once() {
        let matrix =
            Csr::new(3, 5, vec![0, 2, 2, 5], vec![0, 4, 1, 3, 4], vec![1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        let whole = matrix.transpose();
        for (held, cut) in [(0, 1), (1, 3), (2, 2), (3, 1), (9, 3)] {
            let rows = Cut(&matrix, cut);
            let (mut columns, mut at) = (Columns { held, ..Columns::new(&rows).unwrap() }, 0);
            while let Some(some) = columns.next().unwrap() {
                for row in 0..some.shape().0 {
                    assert_eq!(some.row(row), whole.row(at));
                    at += 1;
                }
            }
            assert_eq!(at, 5);
        }
        let empty = Csr::new(2, 0, vec![0, 0, 0], vec![], vec![]).unwrap();
        assert!(Columns::new(&empty).unwrap().next().unwrap().is_none());
    }
}
