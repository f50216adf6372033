use super::FactorParams;
use super::data::Data;
use super::priors::{log_odds, mean, mean_log};
use super::state::{State, ViewState};
use ndarray::{Array2, ArrayView1};
use rayon::prelude::*;

/// Beliefs about the weights of one feature: for each factor expected weight and square, how likely it is
/// active, mean and variance if it is.
type Row = Vec<[f64; 5]>;

impl State {
    /// Renews the weights of every feature, factor by factor (the paired distribution of weight and activity:
    /// Titsias & Lázaro-Gredilla 2011). Features do not depend on each other.
    pub(super) fn renew_weights(&mut self, data: &Data, params: &FactorParams) {
        let (scores, squares) = (by_factor(&self.scores), by_factor(&self.score_squares));
        for (view, values) in self.views.iter_mut().zip(&data.views) {
            let one = |feature: usize| {
                renew(view, feature, values.by_feature.row(feature), (&scores, &squares), &data.group, params)
            };
            let rows: Vec<Row> = (0..values.features()).into_par_iter().map(one).collect();
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

/// Factors × samples.
fn by_factor(matrix: &Array2<f64>) -> Array2<f64> {
    matrix.t().as_standard_layout().into_owned()
}

fn renew(
    view: &ViewState,
    feature: usize,
    values: ArrayView1<f64>,
    (scores, squares): (&Array2<f64>, &Array2<f64>),
    group: &[usize],
    params: &FactorParams,
) -> Row {
    let precision: Vec<f64> = (0..view.noise.nrows()).map(|group| view.precision(group, feature)).collect();
    let seen: Vec<usize> = (0..values.len()).filter(|&sample| !values[sample].is_nan()).collect();
    let tau: Vec<f64> = seen.iter().map(|&sample| precision[group[sample]]).collect();
    let mut weights: Vec<f64> = view.weights.row(feature).to_vec();
    let mut rest: Vec<f64> = seen.iter().map(|&sample| values[sample]).collect();
    for (factor, &weight) in weights.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
        let row = scores.row(factor);
        rest.iter_mut().zip(&seen).for_each(|(rest, &sample)| *rest -= weight * row[sample]);
    }
    let mut out = Vec::with_capacity(weights.len());
    for factor in 0..weights.len() {
        let (row, square, old) = (scores.row(factor), squares.row(factor), weights[factor]);
        let (mut size, mut pull) = (0.0, 0.0);
        for ((&rest, &tau), &sample) in rest.iter().zip(&tau).zip(&seen) {
            size += tau * square[sample];
            pull += tau * row[sample] * (rest + old * row[sample]);
        }
        let alpha = mean(view.alpha[factor]);
        let variance = 1.0 / (size + alpha);
        let slab = pull * variance;
        let active = if params.spikeslab_weights {
            let odds = log_odds(view.theta[factor])
                + (mean_log(view.alpha[factor]) + variance.ln() + slab * pull) / 2.0;
            1.0 / (1.0 + (-odds).exp())
        } else {
            1.0
        };
        let weight = active * slab;
        let change = weight - old;
        rest.iter_mut().zip(&seen).for_each(|(rest, &sample)| *rest -= change * row[sample]);
        weights[factor] = weight;
        out.push([weight, active * (slab * slab + variance), active, slab, variance]);
    }
    out
}
