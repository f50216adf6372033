use super::course::Place;
use super::knots::{Curve, Five, apart};
use crate::VelocityTimes;

/// The smallest variance of a cell's distance from the course, in variances of the data: knots are not closer.
pub(super) const LEAST: f64 = 2e-3;

/// Knots less likely than the nearest by more than this logarithm do not count.
const FAINT: f64 = -20.0;

/// What is held true of a gene.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) at: Five,
    /// The variance of distances, by each axis.
    pub(super) variance: f64,
    /// The share of cells that are transcribed.
    pub(super) on: f64,
    /// How cells get their times.
    pub(super) times: VelocityTimes,
}

/// How much of a cell stands at each knot.
pub(super) struct Shares {
    pub(super) of: Vec<f64>,
    /// Logarithm of the cell's likelihood.
    pub(super) likelihood: f64,
}

/// Prior shares of the knots.
pub(super) fn prior(state: &State, curve: &Curve) -> Vec<f64> {
    let of = |on: bool| if on { state.on } else { 1.0 - state.on };
    curve.knots.iter().map(|knot| knot.share * of(knot.stage.on)).collect()
}

/// Where a cell may stand: at each knot by how near it is, and by the time for which the knot stands; or at the nearest.
pub(super) fn shares(cell: Place, curve: &Curve, prior: &[f64], state: &State, into: &mut Shares) {
    into.of.clear();
    into.of.extend(curve.knots.iter().map(|knot| apart(cell, knot.place)));
    let nearest = into.of.iter().copied().fold(f64::INFINITY, f64::min);
    let (mut sum, half) = (0.0, 0.5 / state.variance);
    let normal = -nearest * half - (2.0 * std::f64::consts::PI * state.variance).ln();
    if state.times == VelocityTimes::Nearest {
        let first = into.of.iter().position(|far| *far == nearest);
        into.of.fill(0.0);
        first.into_iter().for_each(|at| into.of[at] = 1.0);
        into.likelihood = normal;
        return;
    }
    for (share, prior) in into.of.iter_mut().zip(prior) {
        let less = (nearest - *share) * half;
        *share = if less > FAINT { prior * less.exp() } else { 0.0 };
        sum += *share;
    }
    into.of.iter_mut().for_each(|share| *share /= sum);
    into.likelihood = sum.ln() + normal;
}

/// The cells of a gene, summed by knots.
pub(super) struct Sums {
    /// Of each knot, how many cells stand there, and their mean.
    pub(super) knots: Vec<(f64, Place)>,
    /// Squared distances of cells from these means.
    pub(super) within: f64,
    /// Logarithm of the likelihood of all cells.
    pub(super) likelihood: f64,
}

/// The E-step: all cells at the knots where they may stand.
pub(super) fn expect(state: &State, cells: &[Place]) -> Sums {
    let curve = Curve::new(state.at);
    let prior = prior(state, &curve);
    let mut sums = vec![(0.0, [0.0; 2]); curve.knots.len()];
    let (mut squares, mut likelihood) = (0.0, 0.0);
    let mut into = Shares { of: Vec::new(), likelihood: 0.0 };
    for &cell in cells {
        shares(cell, &curve, &prior, state, &mut into);
        likelihood += into.likelihood;
        squares += apart(cell, [0.0; 2]);
        for ((count, sum), share) in sums.iter_mut().zip(&into.of) {
            *count += share;
            *sum = [sum[0] + share * cell[0], sum[1] + share * cell[1]];
        }
    }
    for (count, sum) in sums.iter_mut().filter(|(count, _)| *count > 0.0) {
        *sum = sum.map(|part| part / *count);
        squares -= *count * apart(*sum, [0.0; 2]);
    }
    Sums { knots: sums, within: squares.max(0.0), likelihood }
}
