use super::course::Place;
use super::expect::{LEAST, State, Sums, expect};
use super::knots::{Curve, Five, apart, bounded, dot};
use lca_numerics::dense::Cholesky;
use ndarray::Array2;

/// Steps of the M-step, and trials of each, every time shorter.
const STEPS: usize = 3;
const TRIALS: usize = 6;
/// A round that raises the logarithm of the likelihood by less than this per cell is the last.
const SETTLED: f64 = 1e-5;
/// How far γ/β is believed to lie from 1: the standard deviation of its logarithm, and the weight of this belief in cells.
const SPREAD: f64 = 1.0;
const BELIEF: f64 = 1.0;

/// The best found, and its likelihood per cell.
pub(super) fn climb(start: State, cells: &[Place], rounds: usize) -> (State, f64) {
    let mut now = State { at: bounded(start.at), ..start };
    let mut known = f64::NEG_INFINITY;
    for _ in 0..rounds {
        let sums = expect(&now, cells);
        let found = sums.likelihood / cells.len() as f64;
        if found - known < SETTLED {
            break;
        }
        known = found;
        now = improve(&now, &sums, cells.len() as f64);
    }
    (now, known)
}

/// The M-step: the five numbers by Levenberg and Marquardt's steps, then the variance and the share of transcribed cells.
fn improve(state: &State, sums: &Sums, cells: f64) -> State {
    let mut now = Normal::of(state, state.at, sums);
    let mut damping = 1e-3;
    for _ in 0..STEPS {
        let Some(next) = now.better(state, sums, &mut damping) else { break };
        now = next;
    }
    let on: f64 = sums.knots[..sums.knots.len() / 2].iter().map(|(count, _)| count).sum();
    State {
        at: now.at,
        variance: ((sums.within + now.squares) / (2.0 * cells)).max(LEAST),
        // One cell in each stage is taken for granted, so that none dies out.
        on: (on + 1.0) / (cells + 2.0),
        times: state.times,
    }
}

/// The normal equations at a point.
struct Normal {
    at: Five,
    /// Squared distances of the means from their knots.
    squares: f64,
    /// These and what is believed beforehand.
    cost: f64,
    pull: Five,
    bend: [Five; 5],
}

impl Normal {
    fn of(state: &State, at: Five, sums: &Sums) -> Self {
        let curve = Curve::new(at);
        let belief = 2.0 * state.variance * BELIEF / (SPREAD * SPREAD);
        let mut normal = Self { at, squares: 0.0, cost: 0.0, pull: [0.0; 5], bend: [[0.0; 5]; 5] };
        for (knot, (count, mean)) in curve.knots.iter().zip(&sums.knots) {
            normal.squares += count * apart(*mean, knot.place);
            let miss = [mean[0] - knot.place[0], mean[1] - knot.place[1]];
            let ways = curve.ways(knot);
            for (row, way) in ways.iter().enumerate() {
                normal.pull[row] += count * dot(*way, miss);
                for (column, other) in ways.iter().enumerate().take(row + 1) {
                    normal.bend[row][column] += count * dot(*way, *other);
                }
            }
        }
        normal.cost = normal.squares + belief * at[2] * at[2];
        normal.pull[2] -= belief * at[2];
        normal.bend[2][2] += belief;
        normal
    }

    /// A step that lowers the cost, or none.
    fn better(&self, state: &State, sums: &Sums, damping: &mut f64) -> Option<Self> {
        for _ in 0..TRIALS {
            if let Some(step) = self.step(*damping) {
                let at = bounded(std::array::from_fn(|part| self.at[part] + step[part].clamp(-1.0, 1.0)));
                let next = Self::of(state, at, sums);
                if next.cost < self.cost {
                    *damping = (*damping * 0.2).max(1e-9);
                    return Some(next);
                }
            }
            *damping *= 8.0;
        }
        None
    }

    fn step(&self, damping: f64) -> Option<Five> {
        let most = (0..5).map(|part| self.bend[part][part]).fold(0.0, f64::max);
        let matrix = Array2::from_shape_fn((5, 5), |(row, column)| {
            let extra = if row == column { damping * self.bend[row][row] + 1e-9 * most } else { 0.0 };
            self.bend[row.max(column)][row.min(column)] + extra
        });
        let mut step = self.pull;
        Cholesky::new(&matrix).ok()?.solve(&mut step);
        step.iter().all(|part| part.is_finite()).then_some(step)
    }
}
