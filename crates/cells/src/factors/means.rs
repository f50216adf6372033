use super::data::{Centred, Data};
use super::lanes::{row, subtract, turned};
use super::state::{State, ViewState};
use ndarray::Array2;
use rayon::prelude::*;

impl State {
    /// Moves the mean of each feature in each group to where it is most likely, given the factors. Where values
    /// are missing the mean of those observed is not it: it holds what the factors say of the samples that happen to be there.
    pub(super) fn renew_means(&self, data: &mut Data) {
        let scores = turned(&self.scores);
        for (view, values) in self.views.iter().zip(&mut data.views) {
            let one = |feature: usize| rest(view, values, feature, (&scores, &data.group));
            let shifts: Vec<Vec<f64>> = (0..values.features()).into_par_iter().map(one).collect();
            let shifts = Array2::from_shape_fn(values.means.dim(), |(group, feature)| shifts[feature][group]);
            for (mut row, &group) in values.by_sample.rows_mut().into_iter().zip(&data.group) {
                row -= &shifts.row(group);
            }
            values.by_feature = turned(&values.by_sample);
            values.means.scaled_add(values.scale, &shifts);
        }
    }
}

/// What is left of a feature beyond its factors, on average over each group.
fn rest(
    view: &ViewState,
    values: &Centred,
    feature: usize,
    (scores, group): (&Array2<f64>, &[usize]),
) -> Vec<f64> {
    let mut rest = row(&values.by_feature, feature).to_vec();
    for (factor, &weight) in view.weights.row(feature).iter().enumerate() {
        subtract(&mut rest, weight, row(scores, factor));
    }
    let mut sums = vec![0.0; values.means.nrows()];
    for (rest, &group) in rest.iter().zip(group).filter(|(rest, _)| !rest.is_nan()) {
        sums[group] += rest;
    }
    let mean = |(group, sum): (usize, &f64)| sum / values.counts[[group, feature]].max(1.0);
    sums.iter().enumerate().map(mean).collect()
}
