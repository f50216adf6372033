use super::simplex::{Phase, Simplex};
use super::state::OUTSIDE;

/// How much a reduced cost must help, in units of the greatest cost.
const HELPS: f64 = 1e-9;
/// Weights beyond this begin anew.
const WEIGHT_LIMIT: f64 = 1e7;

impl Simplex {
    /// Works out all reduced costs: of the objective, or of the sum of all that is out of bounds.
    pub(super) fn price(&mut self, phase: Phase) {
        let mut basic = std::mem::take(&mut self.work_places);
        for (place, &variable) in self.head.iter().enumerate() {
            basic[place] = match phase {
                Phase::Feasible => self.costs[variable],
                Phase::Repair if self.beyond(variable) == 0.0 => 0.0,
                Phase::Repair => self.beyond(variable).signum(),
            };
        }
        self.factor.backward(&mut basic, &mut self.duals);
        self.work_places = basic;
        let columns = self.matrix.columns;
        let own = |variable: usize| if phase == Phase::Feasible { self.costs[variable] } else { 0.0 };
        for variable in 0..columns {
            if self.place[variable] == OUTSIDE && self.lower[variable] < self.upper[variable] {
                self.reduced[variable] = own(variable) - self.matrix.by_column.dot(variable, &self.duals);
            } else {
                self.reduced[variable] = 0.0;
            }
        }
        for row in 0..self.matrix.rows {
            let variable = columns + row;
            let outside = self.place[variable] == OUTSIDE;
            self.reduced[variable] = if outside { own(variable) + self.duals[row] } else { 0.0 };
        }
    }

    /// All weights begin at one.
    pub(super) fn forget_weights(&mut self) {
        self.weights.fill(1.0);
    }

    /// The variable that helps the most when it changes, and whether it is to grow; none where none helps.
    pub(super) fn best_entering(&self, phase: Phase) -> Option<(usize, bool)> {
        let least = if phase == Phase::Feasible { HELPS * self.greatest_cost } else { HELPS };
        let mut best: Option<(usize, f64)> = None;
        for variable in 0..self.reduced.len() {
            let cost = self.reduced[variable];
            if cost.abs() <= least || !self.may_move(variable, cost < 0.0) {
                continue;
            }
            let gain = cost * cost / self.weights[variable];
            if best.is_none_or(|(_, most)| gain > most) {
                best = Some((variable, gain));
            }
        }
        best.map(|(variable, _)| (variable, self.reduced[variable] < 0.0))
    }

    fn may_move(&self, variable: usize, grow: bool) -> bool {
        let (lower, upper) = (self.lower[variable], self.upper[variable]);
        if lower >= upper {
            return false;
        }
        if grow { self.x[variable] < upper } else { self.x[variable] > lower }
    }

    /// Row `place` of `B⁻¹·A`, for variables outside the basis, into `self.row`.
    pub(super) fn pivot_row(&mut self, place: usize) {
        let mut unit = std::mem::take(&mut self.work_places);
        unit[place] = 1.0;
        self.factor.backward(&mut unit, &mut self.inverse_row);
        self.work_places = unit;
        self.row_filled.iter().for_each(|&variable| self.row[variable] = 0.0);
        self.row_filled.clear();
        for row in 0..self.matrix.rows {
            let factor = self.inverse_row[row];
            if factor.abs() <= 1e-14 {
                continue;
            }
            let logical = self.matrix.columns + row;
            self.row[logical] = -factor;
            self.row_filled.push(logical);
            for (column, value) in self.matrix.by_row.get(row) {
                if self.row[column] == 0.0 {
                    self.row_filled.push(column);
                }
                self.row[column] += factor * value;
            }
        }
    }

    /// Brings reduced costs and weights up to date with a change of the basis: `entering` for the variable at
    /// `place`.
    pub(super) fn update_prices(&mut self, entering: usize, leaving: usize, pivot: f64) {
        let ratio = self.reduced[entering] / pivot;
        let weight = self.weights[entering];
        let mut greatest = 0.0_f64;
        for at in 0..self.row_filled.len() {
            let variable = self.row_filled[at];
            let value = self.row[variable];
            if value == 0.0 || self.place[variable] != OUTSIDE || self.lower[variable] >= self.upper[variable]
            {
                continue;
            }
            self.reduced[variable] -= ratio * value;
            let reference = (value / pivot) * (value / pivot) * weight;
            self.weights[variable] = self.weights[variable].max(reference);
            greatest = greatest.max(self.weights[variable]);
        }
        self.reduced[entering] = 0.0;
        let moves = self.lower[leaving] < self.upper[leaving];
        self.reduced[leaving] = if moves { -ratio } else { 0.0 };
        self.weights[leaving] = (weight / (pivot * pivot)).max(1.0);
        if greatest > WEIGHT_LIMIT {
            self.forget_weights();
        }
    }
}
