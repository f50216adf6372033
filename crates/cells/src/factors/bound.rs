use super::FactorParams;
use super::data::Data;
use super::priors::{PRIOR, mean, mean_log};
use super::state::{State, ViewState};
use lca_numerics::stats::digamma;

/// The lower bound of the logarithm of the evidence (Argelaguet et al. 2018, appendix). It never falls from one
/// round to the next.
///
/// A weight that is silent is 0 and has no size, so only active ones are in the bound of the slab.
pub(super) fn bound(state: &State, data: &Data, params: &FactorParams) -> f64 {
    let views = state.views.iter().zip(&data.views);
    let of_views: f64 = views
        .map(|(view, values)| likelihood(view, &values.counts) + weights(view, params) + priors(view, params))
        .sum();
    of_views + scores(state, data)
}

/// Expected logarithm of the likelihood, and of the precisions' prior over their belief. The rate of each precision holds
/// the expected squares.
fn likelihood(view: &ViewState, counts: &ndarray::Array2<f64>) -> f64 {
    let one = |(&noise, &count): (&(f64, f64), &f64)| {
        let square = noise.1 - PRIOR;
        count / 2.0 * (mean_log(noise) - std::f64::consts::TAU.ln()) - mean(noise) * square + gamma(noise)
    };
    view.noise.iter().zip(counts).map(one).sum()
}

fn weights(view: &ViewState, params: &FactorParams) -> f64 {
    let mut sum = 0.0;
    for ((feature, factor), &active) in view.active.indexed_iter() {
        let (alpha, at) = (view.alpha[factor], [feature, factor]);
        if active > 0.0 {
            sum += active * (mean_log(alpha) + view.slab_variance[at].ln() + 1.0) / 2.0;
        }
        sum -= mean(alpha) * view.squares[at] / 2.0;
        if params.spikeslab_weights {
            let (a, b) = view.theta[factor];
            let all = digamma(a + b);
            sum += active * (digamma(a) - all) + (1.0 - active) * (digamma(b) - all);
            sum += entropy(active) + entropy(1.0 - active);
        }
    }
    sum
}

fn entropy(share: f64) -> f64 {
    if share > 0.0 { -share * share.ln() } else { 0.0 }
}

fn priors(view: &ViewState, params: &FactorParams) -> f64 {
    let alpha: f64 = if params.ard_weights { view.alpha.iter().copied().map(gamma).sum() } else { 0.0 };
    let theta: f64 = if params.spikeslab_weights { view.theta.iter().copied().map(beta).sum() } else { 0.0 };
    alpha + theta
}

fn scores(state: &State, data: &Data) -> f64 {
    let grouped = data.groups.len() > 1;
    let mut sum = 0.0;
    for ((sample, factor), &square) in state.score_squares.indexed_iter() {
        let precision = state.score_precision[[data.group[sample], factor]];
        let variance = square - state.scores[[sample, factor]].powi(2);
        let log = if grouped { mean_log(precision) } else { 0.0 };
        sum += (1.0 + variance.ln() + log - mean(precision) * square) / 2.0;
    }
    if grouped { sum + state.score_precision.iter().copied().map(gamma).sum::<f64>() } else { sum }
}

/// Expected logarithm of a gamma prior over the belief.
fn gamma((shape, rate): (f64, f64)) -> f64 {
    let (log, mean) = (mean_log((shape, rate)), shape / rate);
    let prior = PRIOR * PRIOR.ln() - libm::lgamma(PRIOR) + (PRIOR - 1.0) * log - PRIOR * mean;
    let belief = shape * rate.ln() - libm::lgamma(shape) + (shape - 1.0) * log - shape;
    prior - belief
}

/// Entropy of a beta distribution; its prior is flat.
fn beta((a, b): (f64, f64)) -> f64 {
    let log = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    log - (a - 1.0) * digamma(a) - (b - 1.0) * digamma(b) + (a + b - 2.0) * digamma(a + b)
}
