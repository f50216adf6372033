use super::program::Sparse;

/// In which order columns are factorised.
pub(super) struct Order {
    /// Columns that need no elimination, `(place, row)`: the only one left in their row, or with only one row left.
    pub(super) singletons: Vec<(usize, usize)>,
    /// The others, fewest entries first.
    pub(super) nucleus: Vec<usize>,
    /// Of each row, how many of the others have an entry there.
    pub(super) counts: Vec<usize>,
}

pub(super) fn order(rows: usize, columns: &Sparse) -> Order {
    let by_row = columns.transposed(rows);
    let mut peel = Peel {
        by_row: &by_row,
        columns,
        row_counts: (0..rows).map(|row| by_row.count(row)).collect(),
        column_counts: (0..columns.len()).map(|place| columns.count(place)).collect(),
        row_done: vec![false; rows],
        column_done: vec![false; columns.len()],
        singletons: Vec::new(),
    };
    peel.columns_first();
    peel.rows_then();
    let mut nucleus: Vec<usize> = (0..columns.len()).filter(|&place| !peel.column_done[place]).collect();
    nucleus.sort_by_key(|&place| (peel.column_counts[place], place));
    Order { singletons: peel.singletons, nucleus, counts: peel.row_counts }
}

struct Peel<'a> {
    by_row: &'a Sparse,
    columns: &'a Sparse,
    row_counts: Vec<usize>,
    column_counts: Vec<usize>,
    row_done: Vec<bool>,
    column_done: Vec<bool>,
    singletons: Vec<(usize, usize)>,
}

impl Peel<'_> {
    /// Columns with one row left.
    fn columns_first(&mut self) {
        let ones = |counts: &[usize]| (0..counts.len()).filter(|&at| counts[at] == 1).collect();
        let mut open: Vec<usize> = ones(&self.column_counts);
        while let Some(place) = open.pop() {
            let left = self.columns.get(place).find(|(row, _)| !self.row_done[*row]);
            let Some((row, _)) = left.filter(|_| !self.column_done[place]) else { continue };
            self.take(place, row);
            for (other, _) in self.by_row.get(row).filter(|(other, _)| !self.column_done[*other]) {
                if self.column_counts[other] == 1 {
                    open.push(other);
                }
            }
        }
    }

    /// Rows with one column left.
    fn rows_then(&mut self) {
        let mut open: Vec<usize> = (0..self.row_counts.len()).collect();
        open.retain(|&row| self.row_counts[row] == 1);
        while let Some(row) = open.pop() {
            let left = self.by_row.get(row).find(|(place, _)| !self.column_done[*place]);
            let Some((place, _)) = left.filter(|_| !self.row_done[row]) else { continue };
            self.take(place, row);
            for (other, _) in self.columns.get(place).filter(|(other, _)| !self.row_done[*other]) {
                if self.row_counts[other] == 1 {
                    open.push(other);
                }
            }
        }
    }

    fn take(&mut self, place: usize, row: usize) {
        self.singletons.push((place, row));
        (self.column_done[place], self.row_done[row]) = (true, true);
        self.columns.get(place).for_each(|(other, _)| self.row_counts[other] -= 1);
        self.by_row.get(row).for_each(|(other, _)| self.column_counts[other] -= 1);
    }
}
