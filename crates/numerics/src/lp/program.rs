/// A linear program: the least `costs·x` with every `x` and every row `A·x` between two values.
///
/// ```
/// use lca_numerics::lp::{LinearProgram, LpStatus, Simplex};
/// // Largest x + 2y with x + y <= 4, x <= 3, y <= 2.
/// let mut program = LinearProgram::new(vec![(f64::NEG_INFINITY, 4.0)]);
/// let x = program.column((0.0, 3.0), &[(0, 1.0)]);
/// let y = program.column((0.0, 2.0), &[(0, 1.0)]);
/// let mut simplex = Simplex::new(&program);
/// simplex.minimize(&[(x, -1.0), (y, -2.0)]);
/// assert_eq!(simplex.solve().unwrap(), LpStatus::Optimal);
/// assert_eq!((simplex.value(x), simplex.value(y)), (2.0, 2.0));
/// // Another objective starts from where this one ended.
/// simplex.minimize(&[(y, 1.0)]);
/// simplex.solve().unwrap();
/// assert_eq!(simplex.value(y), 0.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LinearProgram {
    pub(super) rows: Vec<(f64, f64)>,
    pub(super) columns: Vec<(f64, f64)>,
    pub(super) terms: Sparse,
}

/// Vectors of indices and values, one after another.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sparse {
    starts: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f64>,
}

impl LinearProgram {
    /// A program with rows between these values and no columns yet.
    #[must_use]
    pub fn new(rows: Vec<(f64, f64)>) -> Self {
        Self { rows, columns: Vec::new(), terms: Sparse::default() }
    }

    /// Adds a variable between two values with its factors in the rows, and says its place. Factors of
    /// rows that do not exist are left out; those named twice count twice.
    pub fn column(&mut self, bounds: (f64, f64), terms: &[(usize, f64)]) -> usize {
        let rows = self.rows.len();
        self.terms.push(terms.iter().copied().filter(|&(row, factor)| row < rows && factor != 0.0));
        self.columns.push(bounds);
        self.columns.len() - 1
    }

    /// How many rows and columns there are.
    #[must_use]
    pub const fn shape(&self) -> (usize, usize) {
        (self.rows.len(), self.columns.len())
    }
}

impl Sparse {
    pub(super) fn push(&mut self, terms: impl Iterator<Item = (usize, f64)>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        for (index, value) in terms {
            self.indices.push(index as u32);
            self.values.push(value);
        }
        self.starts.push(self.indices.len());
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many entries all vectors have.
    pub(super) fn entries(&self) -> usize {
        self.indices.len()
    }

    pub(super) fn get(&self, at: usize) -> impl DoubleEndedIterator<Item = (usize, f64)> + '_ {
        let range = self.starts[at]..self.starts[at + 1];
        let indices = self.indices[range.clone()].iter().map(|&index| index as usize);
        indices.zip(self.values[range].iter().copied())
    }

    pub(super) fn count(&self, at: usize) -> usize {
        self.starts[at + 1] - self.starts[at]
    }

    /// `self` at `at` times a dense vector.
    pub(super) fn dot(&self, at: usize, dense: &[f64]) -> f64 {
        self.get(at).map(|(index, value)| value * dense[index]).sum()
    }

    /// The same entries by index instead of by vector, for indices below `count`.
    pub(super) fn transposed(&self, count: usize) -> Self {
        let mut starts = vec![0; count + 1];
        self.indices.iter().for_each(|&index| starts[index as usize + 1] += 1);
        (0..count).for_each(|at| starts[at + 1] += starts[at]);
        let mut next = starts.clone();
        let (mut indices, mut values) = (vec![0; self.entries()], vec![0.0; self.entries()]);
        for vector in 0..self.len() {
            for (index, value) in self.get(vector) {
                let at = next[index];
                (indices[at], values[at]) = (vector as u32, value);
                next[index] += 1;
            }
        }
        Self { starts, indices, values }
    }

    /// The entries changed, each by its vector, index and value.
    pub(super) fn map(&self, change: impl Fn(usize, usize, f64) -> f64) -> Self {
        let mut changed = self.clone();
        for vector in 0..self.len() {
            for at in self.starts[vector]..self.starts[vector + 1] {
                changed.values[at] = change(vector, self.indices[at] as usize, self.values[at]);
            }
        }
        changed
    }
}
