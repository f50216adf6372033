use super::data::Data;
use super::priors::mean;
use super::state::State;
use ndarray::Array2;
use rayon::prelude::*;

impl State {
    /// Renews the scores of every sample, factor by factor. Samples do not depend on each other.
    pub(super) fn renew_scores(&mut self, data: &Data) {
        let rows: Vec<Vec<(f64, f64)>> =
            (0..data.samples).into_par_iter().map(|sample| self.sample(data, sample)).collect();
        for (sample, row) in rows.into_iter().enumerate() {
            for (factor, (score, variance)) in row.into_iter().enumerate() {
                self.scores[[sample, factor]] = score;
                self.score_squares[[sample, factor]] = score * score + variance;
            }
        }
    }

    /// Mean and variance of each score of a sample.
    fn sample(&self, data: &Data, sample: usize) -> Vec<(f64, f64)> {
        let group = data.group[sample];
        let mut scores: Vec<f64> = self.scores.row(sample).to_vec();
        let factors = scores.len();
        let seen: Vec<Vec<usize>> = data
            .views
            .iter()
            .map(|view| {
                let row = view.by_sample.row(sample);
                (0..row.len()).filter(|&feature| !row[feature].is_nan()).collect()
            })
            .collect();
        let mut rest: Vec<Vec<f64>> = Vec::new();
        for ((view, state), seen) in data.views.iter().zip(&self.views).zip(&seen) {
            let row = view.by_sample.row(sample);
            let left = |&feature: &usize| {
                let told = state.weights.row(feature);
                row[feature] - told.iter().zip(&scores).map(|(weight, score)| weight * score).sum::<f64>()
            };
            rest.push(seen.iter().map(left).collect());
        }
        let mut out = Vec::with_capacity(factors);
        for factor in 0..factors {
            let old = scores[factor];
            let (mut size, mut pull) = (mean(self.score_precision[[group, factor]]), 0.0);
            for ((state, seen), rest) in self.views.iter().zip(&seen).zip(&rest) {
                for (&feature, &rest) in seen.iter().zip(rest) {
                    let tau = state.precision(group, feature);
                    let weight = state.weights[[feature, factor]];
                    size += tau * state.squares[[feature, factor]];
                    pull += tau * weight * (rest + old * weight);
                }
            }
            let score = pull / size;
            for ((state, seen), rest) in self.views.iter().zip(&seen).zip(&mut rest) {
                for (&feature, rest) in seen.iter().zip(rest) {
                    *rest -= (score - old) * state.weights[[feature, factor]];
                }
            }
            scores[factor] = score;
            out.push((score, 1.0 / size));
        }
        out
    }

    /// Groups × factors: sums of the expected squares of scores.
    pub(super) fn score_sums(&self, data: &Data) -> Array2<f64> {
        let mut sums = Array2::zeros((data.groups.len(), self.scores.ncols()));
        for (row, &group) in self.score_squares.rows().into_iter().zip(&data.group) {
            let mut into = sums.row_mut(group);
            into += &row;
        }
        sums
    }
}
