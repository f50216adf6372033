use super::data::Data;
use super::priors::PRIOR;
use super::state::{State, ViewState};
use ndarray::ArrayView1;
use rayon::prelude::*;

impl State {
    /// Renews the precision of each feature's noise in each group.
    pub(super) fn renew_noise(&mut self, data: &Data) {
        let (scores, squares) = (&self.scores, &self.score_squares);
        for (view, values) in self.views.iter_mut().zip(&data.views) {
            let groups = view.noise.nrows();
            let one = |feature: usize| {
                let mut sums = vec![0.0; groups];
                let row = values.by_feature.row(feature);
                for (sample, &value) in row.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
                    let (mean, square) = (scores.row(sample), squares.row(sample));
                    sums[data.group[sample]] += expected_square(view, feature, value, mean, square);
                }
                sums
            };
            let sums: Vec<Vec<f64>> = (0..values.features()).into_par_iter().map(one).collect();
            for (feature, sums) in sums.into_iter().enumerate() {
                for (group, sum) in sums.into_iter().enumerate() {
                    let count = values.counts[[group, feature]];
                    view.noise[[group, feature]] = (PRIOR + count / 2.0, PRIOR + sum / 2.0);
                }
            }
        }
    }
}

/// The expected square of what a value has beyond its factors.
fn expected_square(
    view: &ViewState,
    feature: usize,
    value: f64,
    scores: ArrayView1<f64>,
    squares: ArrayView1<f64>,
) -> f64 {
    let (weights, weight_squares) = (view.weights.row(feature), view.squares.row(feature));
    let (mut rest, mut spread) = (value, 0.0);
    for factor in 0..weights.len() {
        let told = weights[factor] * scores[factor];
        rest -= told;
        spread += weight_squares[factor] * squares[factor] - told * told;
    }
    rest * rest + spread
}
