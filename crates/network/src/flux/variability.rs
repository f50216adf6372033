use super::program::FluxModel;
use super::solve::Solved;
use crate::NetworkError;
use lca_numerics::lp::{LpError, LpStatus, Simplex};
use rayon::prelude::*;

/// How many reactions are asked one after another from one start. It does not depend on the threads, so
/// neither do the results.
const CHUNK: usize = 128;
/// How near a flux is to a bound, as a share of the bound, to be at it.
const AT_BOUND: f64 = 1e-9;

/// How far the fluxes of a model may go.
#[derive(Debug, Clone, PartialEq)]
pub struct FluxRanges {
    /// The best value of the objective.
    pub best: f64,
    /// The share of it that is kept.
    pub fraction: f64,
    /// The range of each reaction, in the network's order.
    pub ranges: Vec<FluxRange>,
}

/// How far the flux of a reaction may go.
#[derive(Debug, Clone, PartialEq)]
pub struct FluxRange {
    /// The reaction.
    pub reaction: String,
    /// The least flux.
    pub least: f64,
    /// The greatest flux.
    pub greatest: f64,
}

impl FluxModel {
    /// The least and the greatest flux of each reaction while the objective keeps at least `fraction` of its best value
    /// (flux variability: Mahadevan and Schilling, Metabolic Engineering 5, 264, 2003), in the network's order.
    ///
    /// # Errors
    /// When there is no best value, or the fraction is not between 0 and 1; without a bound a flux is infinite.
    pub fn variability(&self, fraction: f64) -> Result<FluxRanges, NetworkError> {
        let Solved { mut simplex, value } = self.kept_solved(fraction)?;
        simplex.set_row_bounds(self.rows.len(), self.kept(value, fraction));
        self.fix_forced(&mut simplex);
        let all: Vec<usize> = (0..self.reactions.len()).collect();
        let parts: Result<Vec<Vec<FluxRange>>, LpError> =
            all.par_chunks(CHUNK).map(|chunk| self.ranges(&simplex, chunk)).collect();
        Ok(FluxRanges { best: value, fraction, ranges: parts?.into_iter().flatten().collect() })
    }

    /// The best fluxes, for a question about those that keep a fraction of the best value.
    pub(super) fn kept_solved(&self, fraction: f64) -> Result<Solved, NetworkError> {
        if !(0.0..=1.0).contains(&fraction) {
            let why = format!("it is {fraction}; give a number from 0 to 1");
            return Err(NetworkError::Argument { what: "the fraction of the best value", why });
        }
        self.solved()
    }

    fn ranges(&self, start: &Simplex, chunk: &[usize]) -> Result<Vec<FluxRange>, LpError> {
        let simplex = &mut start.clone();
        let mut seen = Seen::new(simplex, chunk);
        let mut ends = vec![(0.0, 0.0); chunk.len()];
        for upward in [false, true] {
            for (at, &reaction) in chunk.iter().enumerate() {
                let end = match seen.known(at, upward) {
                    Some(bound) => bound,
                    None => furthest(simplex, start, reaction, upward)?,
                };
                seen.look(simplex, chunk);
                if upward { ends[at].1 = end } else { ends[at].0 = end }
            }
        }
        let named = chunk.iter().zip(ends).map(|(&at, (least, greatest))| {
            // An end found before may lie beyond one found later by what rounding leaves.
            let (least, greatest) = (least.min(greatest), least.max(greatest));
            FluxRange { reaction: self.reactions[at].clone(), least, greatest }
        });
        Ok(named.collect())
    }
}

fn furthest(simplex: &mut Simplex, start: &Simplex, reaction: usize, upward: bool) -> Result<f64, LpError> {
    let sign = if upward { -1.0 } else { 1.0 };
    let ask = |simplex: &mut Simplex| {
        simplex.minimize(&[(reaction, sign)]);
        Ok(match simplex.solve()? {
            LpStatus::Unbounded => -sign * f64::INFINITY,
            LpStatus::Optimal => simplex.value(reaction),
            // The fluxes it starts from keep all bounds.
            LpStatus::Infeasible => return Err(LpError::Inexact(simplex.error())),
        })
    };
    ask(simplex).or_else(|_| {
        // After many questions rounding may have led it astray; the first fluxes still keep all bounds.
        simplex.clone_from(start);
        ask(simplex)
    })
}

/// Bounds that fluxes have been at: there is nothing further to find.
struct Seen {
    bounds: Vec<(f64, f64)>,
    at: Vec<(bool, bool)>,
}

impl Seen {
    fn new(simplex: &Simplex, chunk: &[usize]) -> Self {
        let bounds = chunk.iter().map(|&reaction| simplex.bounds(reaction)).collect();
        let mut seen = Self { bounds, at: vec![(false, false); chunk.len()] };
        seen.look(simplex, chunk);
        seen
    }

    fn look(&mut self, simplex: &Simplex, chunk: &[usize]) {
        for (at, &reaction) in chunk.iter().enumerate() {
            let ((lower, upper), value) = (self.bounds[at], simplex.value(reaction));
            let near = |bound: f64| AT_BOUND * bound.abs().max(1.0);
            self.at[at].0 |= value <= lower + near(lower);
            self.at[at].1 |= value >= upper - near(upper);
        }
    }

    fn known(&self, at: usize, upward: bool) -> Option<f64> {
        let ((lower, upper), (low, high)) = (self.bounds[at], self.at[at]);
        if upward { high.then_some(upper) } else { low.then_some(lower) }
    }
}
