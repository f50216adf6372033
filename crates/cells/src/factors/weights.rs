use super::FactorParams;
use super::data::Data;
use super::lanes::{masked, row, subtract, sums, turned};
use super::priors::{log_odds, mean, mean_log};
use super::state::{State, ViewState};
use ndarray::Array2;
use rayon::prelude::*;

/// Beliefs about one weight: expected weight and square, how likely it is active, mean and variance if it is.
type Weight = [f64; 5];

impl State {
    /// Renews the weights of every feature, factor by factor (the paired distribution of weight and activity:
    /// Titsias & Lázaro-Gredilla 2011). Features do not depend on each other.
    pub(super) fn renew_weights(&mut self, data: &Data, params: &FactorParams) {
        let (scores, squares) = (turned(&self.scores), turned(&self.score_squares));
        for (view, values) in self.views.iter_mut().zip(&data.views) {
            let known: &ViewState = view;
            let one = |feature: usize| {
                let tau = |sample: usize| known.precision(data.group[sample], feature);
                let start = masked(row(&values.by_feature, feature), tau);
                renew(known, feature, start, (&scores, &squares), params)
            };
            let rows: Vec<Vec<Weight>> = (0..values.features()).into_par_iter().map(one).collect();
            for (feature, row) in rows.into_iter().enumerate() {
                for (factor, [weight, square, active, slab, variance]) in row.into_iter().enumerate() {
                    let at = [feature, factor];
                    view.weights[at] = weight;
                    view.squares[at] = square;
                    view.active[at] = active;
                    view.slab[at] = slab;
                    view.slab_variance[at] = variance;
                }
            }
        }
    }
}

fn renew(
    view: &ViewState,
    feature: usize,
    (mut rest, tau): (Vec<f64>, Vec<f64>),
    (scores, squares): (&Array2<f64>, &Array2<f64>),
    params: &FactorParams,
) -> Vec<Weight> {
    let old = view.weights.row(feature);
    for (factor, &weight) in old.iter().enumerate() {
        subtract(&mut rest, weight, row(scores, factor));
    }
    let mut out = Vec::with_capacity(old.len());
    for (factor, &old) in old.iter().enumerate() {
        let [size, pull, own] = sums(&tau, row(scores, factor), row(squares, factor), &rest);
        let pull = pull + old * own;
        let variance = 1.0 / (size + mean(view.alpha[factor]));
        let slab = pull * variance;
        let active = if params.spikeslab_weights {
            let odds = log_odds(view.theta[factor])
                + (mean_log(view.alpha[factor]) + variance.ln() + slab * pull) / 2.0;
            1.0 / (1.0 + (-odds).exp())
        } else {
            1.0
        };
        let weight = active * slab;
        subtract(&mut rest, weight - old, row(scores, factor));
        out.push([weight, active * (slab * slab + variance), active, slab, variance]);
    }
    out
}
