use super::data::Data;
use super::state::State;
use ndarray::Array2;
use rayon::prelude::*;

/// For each group views × factors: the share of the variance of observed values that each factor alone explains; NaN where a
/// group has no value of a view.
pub(super) fn by_factor(state: &State, data: &Data) -> Vec<Array2<f64>> {
    let factors = state.scores.ncols();
    let mut out = vec![Array2::zeros((data.views.len(), factors)); data.groups.len()];
    for view in 0..data.views.len() {
        let (all, rest) = sums(state, data, view);
        for (group, out) in out.iter_mut().enumerate() {
            for factor in 0..factors {
                out[[view, factor]] = share(all[group], rest[group][factor + 1]);
            }
        }
    }
    out
}

/// Groups × views: the share that all factors explain together.
pub(super) fn total(state: &State, data: &Data) -> Array2<f64> {
    let mut out = Array2::zeros((data.groups.len(), data.views.len()));
    for view in 0..data.views.len() {
        let (all, rest) = sums(state, data, view);
        for group in 0..data.groups.len() {
            out[[group, view]] = share(all[group], rest[group][0]);
        }
    }
    out
}

/// Features on which a factor must rest, in effect: three are needed to tell it from the noise of one or the chance
/// likeness of two.
const CARRIERS: f64 = 3.0;

/// The factor that explains least of those to be dropped: that explain less than `least` in every view and group, or rest on
/// fewer than [`CARRIERS`] features.
pub(super) fn inactive(state: &State, data: &Data, least: f64) -> Option<usize> {
    let known = by_factor(state, data);
    let most = |factor: usize| {
        let shares = known.iter().flat_map(|group| group.column(factor).to_vec());
        shares.filter(|share| !share.is_nan()).fold(f64::NEG_INFINITY, f64::max)
    };
    let factors = 0..state.scores.ncols();
    let weak =
        |&(factor, most): &(usize, f64)| least > 0.0 && (most < least || carriers(state, factor) < CARRIERS);
    let all = factors.len();
    let weakest = factors
        .map(|factor| (factor, most(factor)))
        .filter(weak)
        .min_by(|one, other| one.1.total_cmp(&other.1));
    weakest.filter(|_| all > 1).map(|(factor, _)| factor)
}

/// How many features of equal weight would spread a factor as widely: the inverse of the summed squared shares of its
/// squared weights.
fn carriers(state: &State, factor: usize) -> f64 {
    let weights = state.views.iter().flat_map(|view| view.weights.column(factor).to_vec());
    let squares: Vec<f64> = weights.map(|weight| weight * weight).collect();
    let sum: f64 = squares.iter().sum();
    let fourth: f64 = squares.iter().map(|square| square * square).sum();
    if fourth > 0.0 { sum * sum / fourth } else { 0.0 }
}

fn share(all: f64, rest: f64) -> f64 {
    if all > 0.0 { 1.0 - rest / all } else { f64::NAN }
}

/// Of each group the sum of squares of the values of a view, and what is left of it after all factors (first) and after each
/// factor alone.
fn sums(state: &State, data: &Data, view: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
    let (values, weights) = (&data.views[view], &state.views[view].weights);
    let factors = state.scores.ncols();
    let of_sample = |sample: usize| {
        let (row, scores) = (values.by_sample.row(sample), state.scores.row(sample));
        let (mut all, mut rest) = (0.0, vec![0.0; factors + 1]);
        for (feature, &value) in row.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            all += value * value;
            let mut left = value;
            for factor in 0..factors {
                let told = weights[[feature, factor]] * scores[factor];
                left -= told;
                rest[factor + 1] += (value - told).powi(2);
            }
            rest[0] += left * left;
        }
        (all, rest)
    };
    let rows: Vec<(f64, Vec<f64>)> = (0..data.samples).into_par_iter().map(of_sample).collect();
    let mut all = vec![0.0; data.groups.len()];
    let mut rest = vec![vec![0.0; factors + 1]; data.groups.len()];
    for ((sum, left), &group) in rows.into_iter().zip(&data.group) {
        all[group] += sum;
        rest[group].iter_mut().zip(left).for_each(|(into, left)| *into += left);
    }
    (all, rest)
}
