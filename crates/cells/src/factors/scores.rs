use super::data::Data;
use super::lanes::{masked, row, subtract, sums, turned};
use super::priors::mean;
use super::state::State;
use ndarray::Array2;
use rayon::prelude::*;

/// The weights of a view as rows by factor, their squares, and the precisions of noise (groups × features).
struct Side {
    weights: Array2<f64>,
    squares: Array2<f64>,
    tau: Array2<f64>,
}

impl State {
    /// Renews the scores of every sample, factor by factor. Samples do not depend on each other.
    pub(super) fn renew_scores(&mut self, data: &Data) {
        let side = |view: &super::state::ViewState| Side {
            weights: turned(&view.weights),
            squares: turned(&view.squares),
            tau: view.noise.mapv(mean),
        };
        let sides: Vec<Side> = self.views.iter().map(side).collect();
        let rows: Vec<Vec<(f64, f64)>> =
            (0..data.samples).into_par_iter().map(|sample| self.sample(data, &sides, sample)).collect();
        for (sample, row) in rows.into_iter().enumerate() {
            for (factor, (score, variance)) in row.into_iter().enumerate() {
                self.scores[[sample, factor]] = score;
                self.score_squares[[sample, factor]] = score * score + variance;
            }
        }
    }

    /// Mean and variance of each score of a sample.
    fn sample(&self, data: &Data, sides: &[Side], sample: usize) -> Vec<(f64, f64)> {
        let (group, old) = (data.group[sample], self.scores.row(sample));
        let start = |(view, side): (&super::data::Centred, &Side)| {
            let tau = |feature: usize| side.tau[[group, feature]];
            let (mut rest, tau) = masked(row(&view.by_sample, sample), tau);
            old.iter()
                .enumerate()
                .for_each(|(at, &score)| subtract(&mut rest, score, row(&side.weights, at)));
            (rest, tau)
        };
        let mut views: Vec<(Vec<f64>, Vec<f64>)> = data.views.iter().zip(sides).map(start).collect();
        let mut out = Vec::with_capacity(old.len());
        for (factor, &old) in old.iter().enumerate() {
            let (mut size, mut pull) = (mean(self.score_precision[[group, factor]]), 0.0);
            for ((rest, tau), side) in views.iter().zip(sides) {
                let [add, drawn, own] =
                    sums(tau, row(&side.weights, factor), row(&side.squares, factor), rest);
                size += add;
                pull += drawn + old * own;
            }
            let score = pull / size;
            for ((rest, _), side) in views.iter_mut().zip(sides) {
                subtract(rest, score - old, row(&side.weights, factor));
            }
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
