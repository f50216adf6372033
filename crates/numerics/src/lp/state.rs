use super::factor::Factor;
use super::matrix::Matrix;
use super::program::Sparse;
use super::simplex::Simplex;

/// How far beyond a bound, in scaled units, still counts as at it.
pub(super) const FEASIBLE: f64 = 1e-9;
/// Stands for no place in the basis.
pub(super) const OUTSIDE: usize = usize::MAX;
/// How many changes of the basis before it is factorised anew.
const CHANGES: usize = 100;

impl Simplex {
    /// Whether the factors have grown so much that new ones pay.
    pub(super) fn is_long(&self) -> bool {
        let (changes, entries) = self.factor.changes();
        changes >= CHANGES || entries > 3 * self.factor.entries() + self.matrix.rows
    }

    /// Factorises the basis anew, with logical variables for columns that depend on others, and works out the values of
    /// its variables.
    pub(super) fn refactor(&mut self) {
        let mut columns = Sparse::default();
        for &variable in &self.head {
            match variable.checked_sub(self.matrix.columns) {
                Some(row) => columns.push(std::iter::once((row, -1.0))),
                None => columns.push(self.matrix.by_column.get(variable)),
            }
        }
        let (factor, replaced) = Factor::new(self.matrix.rows, &columns);
        self.factor = factor;
        for (place, row) in replaced {
            self.expel(self.head[place]);
            let logical = self.matrix.columns + row;
            self.head[place] = logical;
            self.place[logical] = place;
        }
        self.recompute();
    }

    /// Puts a variable out of the basis.
    fn expel(&mut self, variable: usize) {
        self.place[variable] = OUTSIDE;
        self.settle(variable);
    }

    /// Brings a variable that is not in the basis into its bounds. It may stay between them: so reactions that
    /// run both ways begin without flux.
    pub(super) fn settle(&mut self, variable: usize) {
        self.x[variable] = self.x[variable].min(self.upper[variable]).max(self.lower[variable]);
    }

    /// How far a variable may go.
    pub(super) fn room(&self, variable: usize, grow: bool) -> f64 {
        if grow { self.upper[variable] - self.x[variable] } else { self.x[variable] - self.lower[variable] }
    }

    /// Works out the values in the basis from those outside it.
    pub(super) fn recompute(&mut self) {
        let mut right = std::mem::take(&mut self.work_rows);
        for variable in 0..self.place.len() {
            let value = self.x[variable];
            if self.place[variable] == OUTSIDE && value != 0.0 {
                self.matrix.add_column(variable, -value, &mut right);
            }
        }
        let mut answer = std::mem::take(&mut self.column);
        self.factor.forward(&mut right, &mut answer);
        for (place, &variable) in self.head.iter().enumerate() {
            self.x[variable] = answer[place];
        }
        (self.work_rows, self.column) = (right, answer);
    }

    /// How far a variable is out of its bounds: less than zero below, more than zero above.
    pub(super) fn beyond(&self, variable: usize) -> f64 {
        let value = self.x[variable];
        if value < self.lower[variable] - FEASIBLE {
            value - self.lower[variable]
        } else if value > self.upper[variable] + FEASIBLE {
            value - self.upper[variable]
        } else {
            0.0
        }
    }

    pub(super) fn is_feasible(&self) -> bool {
        self.head.iter().all(|&variable| self.beyond(variable) == 0.0)
    }

    /// `B⁻¹` times the column of a variable, into `self.column`, and where that is not zero.
    pub(super) fn enter(&mut self, variable: usize) {
        let mut rows = std::mem::take(&mut self.work_rows);
        self.matrix.add_column(variable, 1.0, &mut rows);
        self.factor.forward(&mut rows, &mut self.column);
        self.work_rows = rows;
        self.filled.clear();
        for (place, value) in self.column.iter_mut().enumerate() {
            if value.abs() > 1e-13 {
                self.filled.push(place);
            } else {
                *value = 0.0;
            }
        }
    }
}

impl Matrix {
    /// Adds `factor` times the column of a variable.
    pub(super) fn add_column(&self, variable: usize, factor: f64, sum: &mut [f64]) {
        match variable.checked_sub(self.columns) {
            Some(row) => sum[row] -= factor,
            None => self.by_column.get(variable).for_each(|(row, value)| sum[row] += factor * value),
        }
    }
}
