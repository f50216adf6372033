use super::simplex::{Phase, Simplex};
use super::state::OUTSIDE;

/// Pivots below this are not trusted.
const PIVOT: f64 = 1e-7;
/// How much a reduced cost may be on the wrong side, in units of the greatest cost.
const WRONG: f64 = 1e-9;
/// Steps after which the primal simplex takes over.
const LIMIT: usize = 5_000;

/// How the dual simplex ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DualEnd {
    /// All bounds are kept.
    Feasible,
    /// They cannot be.
    Infeasible,
    /// It is for the primal simplex to say.
    Unknown,
}

/// A variable that may enter: how far costs go until it does, and its entry in the pivot row.
#[derive(Clone, Copy)]
struct Candidate {
    variable: usize,
    ratio: f64,
    entry: f64,
    grows: bool,
}

impl Simplex {
    /// From a basis whose prices are right but whose values are not, as after a change of bounds, to one that keeps
    /// all bounds (Lemke 1954; bound flipping: Maros, Computational Techniques of the Simplex Method, 2003, chapter 10).
    pub(super) fn mend(&mut self) -> DualEnd {
        self.price(Phase::Feasible);
        if !self.put_where_prices_say() {
            return DualEnd::Unknown;
        }
        self.dual_weights.fill(1.0);
        for _ in 0..LIMIT {
            if self.is_long() {
                self.refactor();
                self.price(Phase::Feasible);
            }
            let Some((place, beyond)) = self.worst() else { return DualEnd::Feasible };
            self.pivot_row(place);
            let Some(entering) = self.dual_entering(beyond) else {
                if self.factor.changes().0 == 0 {
                    return DualEnd::Infeasible;
                }
                self.refactor();
                self.price(Phase::Feasible);
                continue;
            };
            if !self.dual_step(place, entering) {
                if self.factor.changes().0 == 0 {
                    return DualEnd::Unknown;
                }
                self.refactor();
                self.price(Phase::Feasible);
            }
        }
        DualEnd::Unknown
    }

    /// Puts variables at the bounds that their prices ask for; false where there is none.
    fn put_where_prices_say(&mut self) -> bool {
        let wrong = WRONG * self.greatest_cost.max(1e-300);
        let mut moved = false;
        for variable in 0..self.place.len() {
            let (lower, upper) = (self.lower[variable], self.upper[variable]);
            let cost = self.reduced[variable];
            if self.place[variable] != OUTSIDE || lower >= upper || cost.abs() <= wrong {
                continue;
            }
            let bound = if cost > 0.0 { lower } else { upper };
            if !bound.is_finite() {
                return false;
            }
            moved |= self.x[variable] != bound;
            self.x[variable] = bound;
        }
        if moved {
            self.recompute();
        }
        true
    }

    /// The place whose variable is furthest out of bounds, by its weight.
    fn worst(&self) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64, f64)> = None;
        for (place, &variable) in self.head.iter().enumerate() {
            let beyond = self.beyond(variable);
            if beyond == 0.0 {
                continue;
            }
            let gain = beyond * beyond / self.dual_weights[place];
            if best.is_none_or(|(_, _, most)| gain > most) {
                best = Some((place, beyond, gain));
            }
        }
        best.map(|(place, beyond, _)| (place, beyond))
    }

    /// The variable whose price is the first to become zero; on the way, those that may go to their other bound do so as
    /// long as the leaving one stays out of its bounds. They are left in `self.flips`.
    fn dual_entering(&mut self, beyond: f64) -> Option<usize> {
        let mut open = self.candidates(beyond < 0.0);
        open.sort_unstable_by(|a, b| (a.ratio.total_cmp(&b.ratio)).then(a.variable.cmp(&b.variable)));
        self.flips.clear();
        let mut left = beyond.abs();
        let mut at = 0;
        while let Some(one) = open.get(at) {
            left -= one.entry.abs() * self.room(one.variable, one.grows);
            if left < 0.0 || at + 1 == open.len() {
                break;
            }
            at += 1;
        }
        // Among those as near as the tolerance, the greatest entry.
        let first = open.get(at)?;
        let near = first.ratio + WRONG * self.greatest_cost / first.entry.abs();
        let best = (at..open.len()).take_while(|&k| open[k].ratio <= near);
        let best =
            best.max_by(|&a, &b| open[a].entry.abs().total_cmp(&open[b].entry.abs()).then(b.cmp(&a)))?;
        self.flips.extend(open.iter().take(at).map(|one| (one.variable, one.grows)));
        Some(open[best].variable)
    }

    fn candidates(&self, up: bool) -> Vec<Candidate> {
        let sign = if up { -1.0 } else { 1.0 };
        let fit = self.row_filled.iter().filter_map(|&variable| {
            let entry = self.row[variable];
            let (lower, upper) = (self.lower[variable], self.upper[variable]);
            if entry.abs() <= PIVOT || self.place[variable] != OUTSIDE || lower >= upper {
                return None;
            }
            let grows = sign * entry > 0.0;
            let value = self.x[variable];
            let may = if grows { value < upper } else { value > lower };
            let ratio = self.reduced[variable].abs() / entry.abs();
            may.then_some(Candidate { variable, ratio, entry, grows })
        });
        fit.collect()
    }

    /// Exchanges; false where the pivot cannot be trusted.
    fn dual_step(&mut self, place: usize, entering: usize) -> bool {
        self.enter(entering);
        let (by_row, pivot) = (self.row[entering], self.column[place]);
        if pivot.abs() <= PIVOT || (by_row - pivot).abs() > 1e-6 * (1.0 + pivot.abs()) {
            return false;
        }
        if !self.flips.is_empty() {
            self.flip();
            self.enter(entering);
        }
        let leaving = self.head[place];
        let at_upper = self.x[leaving] > self.upper[leaving];
        let bound = if at_upper { self.upper[leaving] } else { self.lower[leaving] };
        let length = (self.x[leaving] - bound) / pivot;
        for &at in &self.filled {
            self.x[self.head[at]] -= length * self.column[at];
        }
        self.x[entering] += length;
        self.update_dual_weights(place, pivot);
        self.exchange(entering, place, at_upper);
        self.count_step();
        true
    }

    fn flip(&mut self) {
        let mut rows = std::mem::take(&mut self.work_rows);
        for &(variable, grows) in &self.flips {
            let other = if grows { self.upper[variable] } else { self.lower[variable] };
            self.matrix.add_column(variable, other - self.x[variable], &mut rows);
            self.x[variable] = other;
        }
        self.factor.forward(&mut rows, &mut self.column);
        for (at, &variable) in self.head.iter().enumerate() {
            self.x[variable] -= self.column[at];
        }
        self.work_rows = rows;
    }

    fn update_dual_weights(&mut self, place: usize, pivot: f64) {
        let weight = self.dual_weights[place];
        for &at in &self.filled {
            let ratio = self.column[at] / pivot;
            self.dual_weights[at] = self.dual_weights[at].max(ratio * ratio * weight);
        }
        self.dual_weights[place] = (weight / (pivot * pivot)).max(1.0);
    }
}
