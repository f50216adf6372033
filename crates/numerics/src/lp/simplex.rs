use super::dual::DualEnd;
use super::factor::Factor;
use super::matrix::Matrix;
use super::program::LinearProgram;
use super::ratio::{Break, Step};
use super::state::OUTSIDE;
use super::{LpError, LpStatus};
use std::sync::Arc;

/// Steps that bring nothing before bounds are widened.
const PATIENCE: usize = 60;
/// What two ways to work out a pivot may differ by.
const AGREE: f64 = 1e-6;

/// A linear program being solved. Each solution starts from the last basis, so related programs (another
/// objective, other bounds) cost little; a clone starts from the same place.
#[derive(Debug, Clone)]
pub struct Simplex {
    pub(super) matrix: Arc<Matrix>,
    /// Of columns, then of rows; scaled.
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
    pub(super) costs: Vec<f64>,
    pub(super) x: Vec<f64>,
    pub(super) greatest_cost: f64,
    /// The variable at each place of the basis, and the place of each variable.
    pub(super) head: Vec<usize>,
    pub(super) place: Vec<usize>,
    pub(super) factor: Factor,
    pub(super) reduced: Vec<f64>,
    pub(super) weights: Vec<f64>,
    pub(super) duals: Vec<f64>,
    /// The entering column and the leaving row.
    pub(super) column: Vec<f64>,
    pub(super) filled: Vec<usize>,
    pub(super) row: Vec<f64>,
    pub(super) row_filled: Vec<usize>,
    pub(super) inverse_row: Vec<f64>,
    pub(super) breaks: Vec<Break>,
    /// Of the dual simplex: weights of places, and variables that change their bound in a step.
    pub(super) dual_weights: Vec<f64>,
    pub(super) flips: Vec<(usize, bool)>,
    /// Bounds as they are, while they are widened.
    pub(super) exact: Option<(Vec<f64>, Vec<f64>)>,
    pub(super) widened: u64,
    pub(super) work_rows: Vec<f64>,
    pub(super) work_places: Vec<f64>,
    /// Whether the basis was once the best of something.
    is_warm: bool,
    steps: usize,
}

/// What is being lessened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// All that is out of bounds.
    Repair,
    /// The objective.
    Feasible,
}

impl Simplex {
    /// A program without an objective yet; all columns are as near to zero as their bounds let them.
    #[must_use]
    pub fn new(program: &LinearProgram) -> Self {
        let matrix = Arc::new(Matrix::of(program));
        let (rows, columns) = (matrix.rows, matrix.columns);
        let all = rows + columns;
        let bounds = || program.columns.iter().chain(&program.rows).enumerate();
        let lower: Vec<f64> = bounds().map(|(at, (lower, _))| lower * matrix.scale(at)).collect();
        let upper: Vec<f64> = bounds().map(|(at, (_, upper))| upper * matrix.scale(at)).collect();
        let mut place = vec![OUTSIDE; all];
        (0..rows).for_each(|row| place[columns + row] = row);
        let mut new = Self {
            x: vec![0.0; all],
            costs: vec![0.0; all],
            greatest_cost: 0.0,
            head: (columns..all).collect(),
            place,
            factor: Factor::default(),
            reduced: vec![0.0; all],
            weights: vec![1.0; all],
            duals: vec![0.0; rows],
            column: vec![0.0; rows],
            filled: Vec::new(),
            row: vec![0.0; all],
            row_filled: Vec::new(),
            inverse_row: vec![0.0; rows],
            breaks: Vec::new(),
            dual_weights: vec![1.0; rows],
            flips: Vec::new(),
            exact: None,
            widened: 0,
            work_rows: vec![0.0; rows],
            work_places: vec![0.0; rows],
            is_warm: false,
            steps: 0,
            matrix,
            lower,
            upper,
        };
        (0..columns).for_each(|column| new.settle(column));
        new.refactor();
        new
    }

    /// Sets the objective, of which the least value is sought: columns and their costs, the others without.
    pub fn minimize(&mut self, costs: &[(usize, f64)]) {
        self.costs.fill(0.0);
        for &(column, cost) in costs.iter().filter(|(column, _)| *column < self.matrix.columns) {
            self.costs[column] += cost * self.matrix.column_scale[column];
        }
        self.greatest_cost = self.costs.iter().fold(0.0, |most, cost| cost.abs().max(most));
    }

    /// Sets what a column lies between.
    pub fn set_bounds(&mut self, column: usize, bounds: (f64, f64)) {
        if column < self.matrix.columns {
            self.set(column, bounds);
        }
    }

    /// Sets what a row lies between.
    pub fn set_row_bounds(&mut self, row: usize, bounds: (f64, f64)) {
        if row < self.matrix.rows {
            self.set(self.matrix.columns + row, bounds);
        }
    }

    fn set(&mut self, variable: usize, (lower, upper): (f64, f64)) {
        let scale = self.matrix.scale(variable);
        (self.lower[variable], self.upper[variable]) = (lower * scale, upper * scale);
        if self.place[variable] == OUTSIDE {
            self.settle(variable);
        }
    }

    /// What a column lies between.
    #[must_use]
    pub fn bounds(&self, column: usize) -> (f64, f64) {
        let scale = self.matrix.scale(column);
        (self.lower[column] / scale, self.upper[column] / scale)
    }

    /// What a row lies between.
    #[must_use]
    pub fn row_bounds(&self, row: usize) -> (f64, f64) {
        self.bounds(self.matrix.columns + row)
    }

    /// The value of a column.
    #[must_use]
    pub fn value(&self, column: usize) -> f64 {
        self.x[column] / self.matrix.scale(column)
    }

    /// By how much the least objective grows for each unit by which both bounds of a row grow.
    #[must_use]
    pub fn dual(&self, row: usize) -> f64 {
        self.duals[row] * self.matrix.row_scale[row]
    }

    /// By how much the objective grows for each unit by which a column outside the basis grows.
    #[must_use]
    pub fn reduced_cost(&self, column: usize) -> f64 {
        let dot = self.matrix.by_column.dot(column, &self.duals);
        (self.costs[column] - dot) / self.matrix.column_scale[column]
    }

    /// How many steps were taken in all.
    #[must_use]
    pub const fn steps(&self) -> usize {
        self.steps
    }

    /// Finds the best values.
    ///
    /// # Errors
    /// When it does not come to an end, or what comes out does not keep to the program as written.
    pub fn solve(&mut self) -> Result<LpStatus, LpError> {
        if (0..self.lower.len()).any(|at| self.lower[at] > self.upper[at] + 1e-12) {
            return Ok(LpStatus::Infeasible);
        }
        let status = self.run();
        if self.narrow() {
            self.refactor();
        }
        let status = status?;
        if status == LpStatus::Optimal {
            self.is_warm = true;
            self.verify()?;
        }
        Ok(status)
    }

    fn run(&mut self) -> Result<LpStatus, LpError> {
        let limit = 20_000 + 50 * self.place.len();
        self.recompute();
        if self.is_warm && !self.is_feasible() && self.mend() == DualEnd::Infeasible {
            return Ok(LpStatus::Infeasible);
        }
        let mut phase = self.start();
        let (mut idle, mut turns) = (0, 0);
        for _ in 0..limit {
            if self.is_long() {
                self.refactor();
                phase = self.resume();
            }
            let Some((entering, grow)) = self.best_entering(phase) else {
                match self.ended(phase, &mut turns) {
                    Some(status) => return Ok(status),
                    None => phase = self.start(),
                }
                continue;
            };
            self.enter(entering);
            let step = match phase {
                Phase::Repair => self.repairing_step(entering, grow),
                Phase::Feasible => self.step(entering, grow),
            };
            self.steps += 1;
            let Some(length) = self.take(entering, grow, step) else {
                // Factors too old to be trusted, or a ray without end.
                if self.factor.changes().0 == 0 {
                    if step == Step::Endless && phase == Phase::Feasible && !self.narrow() {
                        return Ok(LpStatus::Unbounded);
                    }
                    self.reduced[entering] = 0.0;
                    continue;
                }
                self.refactor();
                phase = self.resume();
                continue;
            };
            idle = if length > 0.0 { 0 } else { idle + 1 };
            if idle > PATIENCE {
                self.widen();
                idle = 0;
            }
            phase = self.next_phase(phase);
        }
        Err(LpError::Steps(limit))
    }

    /// What to do, with weights forgotten.
    fn start(&mut self) -> Phase {
        self.forget_weights();
        self.resume()
    }

    fn resume(&mut self) -> Phase {
        let phase = if self.is_feasible() { Phase::Feasible } else { Phase::Repair };
        self.price(phase);
        phase
    }

    /// What holds when no variable helps; none where more is to do.
    fn ended(&mut self, phase: Phase, turns: &mut usize) -> Option<LpStatus> {
        let widened = self.narrow();
        if widened || self.factor.changes().0 > 0 && *turns < 20 {
            *turns += 1;
            if widened || self.is_long() || self.factor.changes().0 > 0 {
                self.refactor();
            }
            return self.confirmed(phase, widened);
        }
        Some(if phase == Phase::Repair { LpStatus::Infeasible } else { LpStatus::Optimal })
    }

    fn confirmed(&mut self, phase: Phase, widened: bool) -> Option<LpStatus> {
        let now = self.resume();
        let ended = now == phase && !widened || now == Phase::Feasible;
        if ended && self.best_entering(now).is_none() {
            return Some(if now == Phase::Repair { LpStatus::Infeasible } else { LpStatus::Optimal });
        }
        None
    }

    /// Goes a step; says how long it was, or none where it cannot be gone.
    fn take(&mut self, entering: usize, grow: bool, step: Step) -> Option<f64> {
        let (length, leaving) = match step {
            Step::Endless => return None,
            Step::Across(range) => (range, None),
            Step::Until { place, length, at_upper } => (length, Some((place, at_upper))),
        };
        if let Some((place, _)) = leaving {
            self.pivot_row(place);
            let (by_row, by_column) = (self.row[entering], self.column[place]);
            if (by_row - by_column).abs() > AGREE * (1.0 + by_column.abs()) {
                return None;
            }
        }
        let by = if grow { length } else { -length };
        for &place in &self.filled {
            self.x[self.head[place]] -= by * self.column[place];
        }
        self.x[entering] += by;
        match leaving {
            Some((place, at_upper)) => self.exchange(entering, place, at_upper),
            None => self.x[entering] = if grow { self.upper[entering] } else { self.lower[entering] },
        }
        Some(length)
    }

    pub(super) const fn count_step(&mut self) {
        self.steps += 1;
    }

    pub(super) fn exchange(&mut self, entering: usize, place: usize, at_upper: bool) {
        let leaving = self.head[place];
        self.x[leaving] = if at_upper { self.upper[leaving] } else { self.lower[leaving] };
        self.factor.replace(place, &self.column, &self.filled);
        self.head[place] = entering;
        self.place[entering] = place;
        self.place[leaving] = OUTSIDE;
        self.update_prices(entering, leaving, self.column[place]);
    }

    /// While something is out of bounds its costs change with each step.
    fn next_phase(&mut self, phase: Phase) -> Phase {
        match phase {
            Phase::Repair => {
                let next = if self.is_feasible() { Phase::Feasible } else { Phase::Repair };
                if next == Phase::Feasible {
                    self.forget_weights();
                }
                self.price(next);
                next
            }
            Phase::Feasible => Phase::Feasible,
        }
    }
}
