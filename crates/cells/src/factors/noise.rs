use super::data::Data;
use super::lanes::{row, subtract, turned};
use super::priors::PRIOR;
use super::state::State;
use rayon::prelude::*;

impl State {
    /// Renews the precision of each feature's noise in each group, from the expected squares of what its values have
    /// beyond their factors.
    pub(super) fn renew_noise(&mut self, data: &Data) {
        let scores = turned(&self.scores);
        let mean_squares = scores.mapv(|score| score * score);
        let squares = turned(&self.score_squares);
        for (view, values) in self.views.iter_mut().zip(&data.views) {
            let groups = view.noise.nrows();
            let (weights, weight_squares) = (&view.weights, &view.squares);
            let one = |feature: usize| {
                let mut rest = row(&values.by_feature, feature).to_vec();
                let mut spread = vec![0.0; rest.len()];
                for (factor, (&weight, &square)) in
                    weights.row(feature).iter().zip(weight_squares.row(feature)).enumerate()
                {
                    subtract(&mut rest, weight, row(&scores, factor));
                    subtract(&mut spread, -square, row(&squares, factor));
                    subtract(&mut spread, weight * weight, row(&mean_squares, factor));
                }
                let mut sums = vec![0.0; groups];
                for ((rest, spread), &group) in rest.iter().zip(&spread).zip(&data.group) {
                    if !rest.is_nan() {
                        sums[group] += rest * rest + spread;
                    }
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
