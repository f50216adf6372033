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

/// The factor that explains least, if that is less than `least` in every view and group.
pub(super) fn inactive(state: &State, data: &Data, least: f64) -> Option<usize> {
    let known = by_factor(state, data);
    let most = |factor: usize| {
        let shares = known.iter().flat_map(|group| group.column(factor).to_vec());
        shares.filter(|share| !share.is_nan()).fold(f64::NEG_INFINITY, f64::max)
    };
    let all: Vec<f64> = (0..state.scores.ncols()).map(most).collect();
    let weakest = (0..all.len()).min_by(|&one, &other| all[one].total_cmp(&all[other]))?;
    (all[weakest] < least && all.len() > 1).then_some(weakest)
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
