//! Which entries the factors of a sparse matrix have, worked out once.

/// Rows of zeros and ones, 64 columns to a word.
struct Bits {
    words: usize,
    rows: Vec<u64>,
}

impl Bits {
    fn new(n: usize) -> Self {
        let words = n.div_ceil(64);
        Self { words, rows: vec![0; n * words] }
    }

    fn set(&mut self, row: usize, column: usize) {
        self.rows[row * self.words + column / 64] |= 1 << (column % 64);
    }

    fn has(&self, row: usize, column: usize) -> bool {
        self.rows[row * self.words + column / 64] >> (column % 64) & 1 == 1
    }

    /// Gives one row the entries of another in the columns that `kept` holds.
    fn merge(&mut self, into: usize, from: usize, kept: &[u64]) {
        for (word, mask) in kept.iter().enumerate() {
            self.rows[into * self.words + word] |= self.rows[from * self.words + word] & mask;
        }
    }

    /// How many of the columns that `kept` holds a row has.
    fn count(&self, row: usize, kept: &[u64]) -> u32 {
        let row = &self.rows[row * self.words..(row + 1) * self.words];
        row.iter().zip(kept).map(|(a, b)| (a & b).count_ones()).sum()
    }
}

/// The order in which rows and columns are eliminated, and the columns of each row of the factors,
/// both in that order.
pub(super) struct Elimination {
    pub(super) order: Vec<usize>,
    pub(super) rows: Vec<Vec<usize>>,
}

/// Eliminates along the diagonal, each time where the fewest entries can arise (Markowitz 1957).
pub(super) fn eliminate(n: usize, entries: impl Iterator<Item = (usize, usize)>) -> Elimination {
    let (mut by_row, mut by_column) = (Bits::new(n), Bits::new(n));
    for (row, column) in entries.chain((0..n).map(|k| (k, k))) {
        by_row.set(row, column);
        by_column.set(column, row);
    }
    let mut left = vec![u64::MAX; n.div_ceil(64)];
    let mut waiting: Vec<usize> = (0..n).collect();
    let mut order = Vec::with_capacity(n);
    while !waiting.is_empty() {
        let cost =
            |&k: &usize| (u64::from(by_row.count(k, &left)) - 1) * (u64::from(by_column.count(k, &left)) - 1);
        let (at, _) = waiting.iter().enumerate().min_by_key(|(_, k)| cost(k)).unwrap_or((0, &0));
        let pivot = waiting.remove(at);
        left[pivot / 64] &= !(1 << (pivot % 64));
        order.push(pivot);
        fill(&mut by_row, &mut by_column, (&waiting, &left), pivot);
    }
    let columns =
        |&row: &usize| (0..n).filter(|&place| by_row.has(row, order[place])).collect::<Vec<usize>>();
    let rows = order.iter().map(columns).collect();
    Elimination { order, rows }
}

/// Rows with an entry in the pivot's column take over the pivot's entries that are still to come.
fn fill(by_row: &mut Bits, by_column: &mut Bits, (waiting, left): (&[usize], &[u64]), pivot: usize) {
    let rows = waiting.iter().copied().filter(|&row| by_row.has(row, pivot));
    let columns = waiting.iter().copied().filter(|&column| by_row.has(pivot, column));
    let (rows, columns): (Vec<usize>, Vec<usize>) = (rows.collect(), columns.collect());
    for row in rows {
        by_row.merge(row, pivot, left);
    }
    for column in columns {
        by_column.merge(column, pivot, left);
    }
}
