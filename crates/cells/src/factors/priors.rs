use super::FactorParams;
use super::data::Data;
use super::state::State;
use lca_numerics::stats::digamma;

/// Shape and rate of the gamma distributions before anything is seen: nearly flat.
pub(super) const PRIOR: f64 = 1e-3;

/// Mean of a gamma distribution of that shape and rate.
pub(super) fn mean((shape, rate): (f64, f64)) -> f64 {
    shape / rate
}

/// Mean of the logarithm of a gamma distribution.
pub(super) fn mean_log((shape, rate): (f64, f64)) -> f64 {
    digamma(shape) - rate.ln()
}

/// Mean of the logarithm of the odds of a beta distribution.
pub(super) fn log_odds((a, b): (f64, f64)) -> f64 {
    digamma(a) - digamma(b)
}

impl State {
    /// Renews the sizes of weights, the shares of active features and the sizes of scores.
    pub(super) fn renew_priors(&mut self, data: &Data, params: &FactorParams) {
        for view in &mut self.views {
            let features = view.weights.nrows() as f64;
            for factor in 0..view.alpha.len() {
                let active: f64 = view.active.column(factor).sum();
                if params.ard_weights {
                    let known: f64 = view.squares.column(factor).sum();
                    view.alpha[factor] = (PRIOR + active / 2.0, PRIOR + known / 2.0);
                }
                if params.spikeslab_weights {
                    view.theta[factor] = (1.0 + active, 1.0 + features - active);
                }
            }
        }
        if data.groups.len() > 1 {
            let sums = self.score_sums(data);
            for ((group, factor), precision) in self.score_precision.indexed_iter_mut() {
                let count = data.group.iter().filter(|&&of| of == group).count() as f64;
                *precision = (PRIOR + count / 2.0, PRIOR + sums[[group, factor]] / 2.0);
            }
        }
    }
}
