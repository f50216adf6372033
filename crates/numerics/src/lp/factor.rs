use super::order::{Order, order};
use super::program::Sparse;

/// A pivot may be this much smaller than the greatest entry of its column if it keeps the factors sparse.
const THRESHOLD: f64 = 0.1;
/// What is smaller is nothing.
const TINY: f64 = 1e-14;
/// Below this no pivot is taken.
const SINGULAR: f64 = 1e-9;

/// The basis `B = L·U` with rows and columns exchanged, times the changes since then (the product form
/// of the inverse: Dantzig and Orchard-Hays, Mathematical Tables and Other Aids to Computation 8, 64, 1954).
///
/// Columns are taken one after another, those that need no elimination first, each eliminated by the ones
/// before it (Gilbert and Peierls, SIAM Journal on Scientific and Statistical Computing 9, 862, 1988).
#[derive(Debug, Clone, Default)]
pub(super) struct Factor {
    /// Of each pivot, its row and its place in the basis.
    rows: Vec<usize>,
    places: Vec<usize>,
    diagonal: Vec<f64>,
    /// Below the diagonal, by rows of `B`, of those pivots that have something there.
    lower: Sparse,
    lower_pivots: Vec<usize>,
    /// Above the diagonal: of each column by rows of `B`, of each row by places in the basis.
    upper: Sparse,
    upper_by_row: Sparse,
    etas: Sparse,
    eta_places: Vec<(usize, f64)>,
    work: Vec<f64>,
}

impl Factor {
    /// Factorises columns of `rows` entries each. Columns that depend on others are given back, with the rows that
    /// no column could take as pivot: `(place, row)`; the factor then holds for the basis in which the unit
    /// vector of that row, times minus one, stands at that place.
    pub(super) fn new(rows: usize, columns: &Sparse) -> (Self, Vec<(usize, usize)>) {
        let order = order(rows, columns);
        let mut made = Making::new(rows);
        order.singletons.iter().for_each(|&(place, row)| made.plain(columns, place, row));
        let mut left = Vec::new();
        for &place in &order.nucleus {
            if !made.eliminated(columns, place, &order) {
                left.push(place);
            }
        }
        let free: Vec<usize> = (0..rows).filter(|&row| made.pivot_of[row] == usize::MAX).collect();
        let replaced: Vec<(usize, usize)> = left.into_iter().zip(free).collect();
        replaced.iter().for_each(|&(place, row)| made.logical(place, row));
        (made.finish(rows), replaced)
    }

    /// How many changes were made since the factorisation, and how many entries they have.
    pub(super) fn changes(&self) -> (usize, usize) {
        (self.eta_places.len(), self.etas.entries())
    }

    /// Entries of the factors.
    pub(super) fn entries(&self) -> usize {
        self.lower.entries() + self.upper.entries() + self.rows.len()
    }

    /// Puts another column at a place of the basis, where `column` is `B⁻¹` times it.
    pub(super) fn replace(&mut self, place: usize, column: &[f64], filled: &[usize]) {
        let others = filled.iter().filter(|&&at| at != place && column[at].abs() > TINY);
        self.etas.push(others.map(|&at| (at, column[at])));
        self.eta_places.push((place, column[place]));
    }

    /// `B⁻¹·a`; `a` is by rows and is left zero, the answer is by places.
    pub(super) fn forward(&self, a: &mut [f64], answer: &mut [f64]) {
        for (at, &pivot) in self.lower_pivots.iter().enumerate() {
            let value = a[self.rows[pivot]];
            if value != 0.0 {
                self.lower.get(at).for_each(|(row, factor)| a[row] -= value * factor);
            }
        }
        for pivot in (0..self.rows.len()).rev() {
            let value = std::mem::take(&mut a[self.rows[pivot]]);
            let value = if value == 0.0 { 0.0 } else { value / self.diagonal[pivot] };
            if value != 0.0 {
                self.upper.get(pivot).for_each(|(row, factor)| a[row] -= value * factor);
            }
            answer[self.places[pivot]] = value;
        }
        for (at, &(place, pivot)) in self.eta_places.iter().enumerate() {
            if answer[place] != 0.0 {
                let value = answer[place] / pivot;
                answer[place] = value;
                self.etas.get(at).for_each(|(other, factor)| answer[other] -= value * factor);
            }
        }
    }

    /// `B⁻ᵀ·c`; `c` is by places and is left zero, the answer is by rows.
    pub(super) fn backward(&self, c: &mut [f64], answer: &mut [f64]) {
        for (at, &(place, pivot)) in self.eta_places.iter().enumerate().rev() {
            let others = self.etas.dot(at, c);
            c[place] = (c[place] - others) / pivot;
        }
        for pivot in 0..self.rows.len() {
            let value = std::mem::take(&mut c[self.places[pivot]]);
            let value = if value == 0.0 { 0.0 } else { value / self.diagonal[pivot] };
            if value != 0.0 {
                self.upper_by_row.get(pivot).for_each(|(place, factor)| c[place] -= value * factor);
            }
            answer[self.rows[pivot]] = value;
        }
        for (at, &pivot) in self.lower_pivots.iter().enumerate().rev() {
            answer[self.rows[pivot]] -= self.lower.dot(at, answer);
        }
    }
}

/// A factor on the way.
struct Making {
    factor: Factor,
    /// The pivot of each row.
    pivot_of: Vec<usize>,
    /// Pivots of columns that were eliminated, with their places in `lower`.
    eliminators: Vec<(usize, usize)>,
    touched: Vec<usize>,
}

impl Making {
    fn new(rows: usize) -> Self {
        let factor = Factor { work: vec![0.0; rows], ..Factor::default() };
        Self { factor, pivot_of: vec![usize::MAX; rows], eliminators: Vec::new(), touched: Vec::new() }
    }

    /// A column that no other changes.
    fn plain(&mut self, columns: &Sparse, place: usize, row: usize) {
        let diagonal = columns.get(place).find(|(at, _)| *at == row).map_or(1.0, |(_, value)| value);
        let pivot_of = &self.pivot_of;
        let is_upper = |at: usize| pivot_of[at] != usize::MAX;
        self.factor.upper.push(columns.get(place).filter(|&(at, _)| is_upper(at)));
        let below = || columns.get(place).filter(|&(at, _)| !is_upper(at) && at != row);
        if below().next().is_some() {
            self.factor.lower.push(below().map(|(at, value)| (at, value / diagonal)));
            self.factor.lower_pivots.push(self.factor.rows.len());
        }
        self.pivot(place, row, diagonal);
    }

    fn logical(&mut self, place: usize, row: usize) {
        self.factor.upper.push(std::iter::empty());
        self.pivot(place, row, -1.0);
    }

    fn pivot(&mut self, place: usize, row: usize, diagonal: f64) {
        self.pivot_of[row] = self.factor.rows.len();
        self.factor.rows.push(row);
        self.factor.places.push(place);
        self.factor.diagonal.push(diagonal);
    }

    /// Eliminates a column by those before it and takes its best entry as pivot; false where it has none.
    fn eliminated(&mut self, columns: &Sparse, place: usize, order: &Order) -> bool {
        let mut work = std::mem::take(&mut self.factor.work);
        let mut touched = std::mem::take(&mut self.touched);
        touched.clear();
        for (row, value) in columns.get(place) {
            work[row] = value;
            touched.push(row);
        }
        for &(pivot, at) in &self.eliminators {
            let value = work[self.factor.rows[pivot]];
            if value == 0.0 {
                continue;
            }
            for (row, factor) in self.factor.lower.get(at) {
                if work[row] == 0.0 {
                    touched.push(row);
                }
                work[row] -= value * factor;
            }
        }
        // A row that became zero in between is listed twice.
        touched.sort_unstable();
        touched.dedup();
        let found = self.best(&work, &touched, order);
        if let Some(row) = found {
            self.keep(&work, &touched, place, row);
        }
        touched.iter().for_each(|&row| work[row] = 0.0);
        (self.factor.work, self.touched) = (work, touched);
        found.is_some()
    }

    /// The row with the fewest entries among those whose entry is large enough.
    fn best(&self, work: &[f64], touched: &[usize], order: &Order) -> Option<usize> {
        let open = || touched.iter().copied().filter(|&row| self.pivot_of[row] == usize::MAX);
        let greatest = open().map(|row| work[row].abs()).fold(0.0, f64::max);
        let fit = open().filter(|&row| work[row].abs() >= THRESHOLD * greatest);
        let best = fit.min_by(|&a, &b| {
            (order.counts[a].cmp(&order.counts[b])).then(work[b].abs().total_cmp(&work[a].abs()))
        });
        best.filter(|_| greatest > SINGULAR)
    }

    fn keep(&mut self, work: &[f64], touched: &[usize], place: usize, row: usize) {
        let diagonal = work[row];
        let filled = || touched.iter().copied().filter(|&at| work[at].abs() > TINY);
        let pivot_of = &self.pivot_of;
        let is_upper = |at: usize| pivot_of[at] != usize::MAX;
        self.factor.upper.push(filled().filter(|&at| is_upper(at)).map(|at| (at, work[at])));
        let below = || filled().filter(|&at| !is_upper(at) && at != row);
        if below().next().is_some() {
            self.eliminators.push((self.factor.rows.len(), self.factor.lower.len()));
            self.factor.lower.push(below().map(|at| (at, work[at] / diagonal)));
            self.factor.lower_pivots.push(self.factor.rows.len());
        }
        self.pivot(place, row, diagonal);
    }

    fn finish(mut self, rows: usize) -> Factor {
        // By row of `B`, then by pivot, with places instead of pivots.
        let by_row = self.factor.upper.transposed(rows);
        for &row in &self.factor.rows {
            let places = &self.factor.places;
            self.factor.upper_by_row.push(by_row.get(row).map(|(pivot, value)| (places[pivot], value)));
        }
        self.factor
    }
}
