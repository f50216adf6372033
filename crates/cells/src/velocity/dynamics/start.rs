use super::course::Place;
use super::expect::{State, expect};
use super::fit::climb;
use super::knots::{Curve, bounded};
use crate::VelocityTimes;
use lca_numerics::stats::quantile;

/// Courses that the search begins with: γ/β, and how far unspliced amounts have come to their steady state at the switch.
const RATIOS: [f64; 5] = [0.2, 0.5, 1.0, 2.0, 5.0];
const RISEN: [f64; 4] = [0.4, 0.75, 0.95, 0.99];
/// The last cell's time since the switch, in 1/β or 1/γ, whichever is longer.
const REST: f64 = 3.0;
/// Amounts at this quantile are taken for those at the top of a course.
const TOP: f64 = 0.98;
/// The variance of distances at first.
const WIDE: f64 = 0.05;
/// How many of these are followed, on how many cells and for how long.
const FOLLOWED: usize = 3;
const SAMPLE: usize = 300;
const ROUNDS: usize = 12;
/// Rounds with all cells.
const LAST: usize = 100;

/// Fits a course to cells: of a grid of shapes, each stretched to the largest amounts, the most likely are improved with a part of
/// the cells, and the best of these with all.
pub(super) fn search(cells: &[Place], times: VelocityTimes) -> Option<State> {
    let stride = cells.len().div_ceil(SAMPLE);
    let few: Vec<Place> = cells.iter().copied().step_by(stride).collect();
    let top = [0, 1].map(|part| quantile(&cells.iter().map(|cell| cell[part]).collect::<Vec<_>>(), TOP));
    let mut found: Vec<(f64, State)> = RATIOS
        .into_iter()
        .flat_map(|ratio| RISEN.map(|risen| (ratio, risen)))
        .map(|(ratio, risen)| {
            let state = State { times, ..stretched(ratio, -(-risen).ln_1p(), top) };
            (expect(&state, &few).likelihood, state)
        })
        .filter(|(likelihood, _)| likelihood.is_finite())
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near = found.into_iter().take(FOLLOWED).map(|(_, state)| climb(state, &few, ROUNDS));
    let best = near.max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(climb(best.0, cells, LAST).0)
}

/// A course of this shape whose largest amounts are these.
fn stretched(ratio: f64, switch: f64, top: Place) -> State {
    let rest = REST / ratio.min(1.0);
    let bare = bounded([0.0, 0.0, ratio.ln(), switch.ln(), rest.ln()]);
    let most = Curve::new(bare)
        .knots
        .iter()
        .fold([0.0, 0.0], |most: Place, knot| [most[0].max(knot.place[0]), most[1].max(knot.place[1])]);
    let at = [(top[0] / most[0]).ln(), (top[1] / most[1]).ln(), bare[2], bare[3], bare[4]];
    State { at, variance: WIDE, on: 0.5, times: VelocityTimes::default() }
}
