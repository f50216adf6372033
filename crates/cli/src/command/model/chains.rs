//! Sampling as the commands ask for it.

use crate::args::ChainArgs;
use lca_model::{Ensemble, EnsembleOptions};

/// Chains agree below this split R-hat (Gelman et al., Bayesian Data Analysis, 3rd edition, 11.4).
pub(super) const MIXED: f64 = 1.1;

pub(super) const fn chain_options(args: &ChainArgs) -> EnsembleOptions {
    EnsembleOptions {
        size: args.size as usize,
        chains: args.chains as usize,
        steps: args.steps as usize,
        seed: args.seed,
    }
}

/// The worst split R-hat; infinite where chains never moved apart.
pub(super) fn worst(found: &Ensemble) -> f64 {
    found.r_hat.iter().copied().fold(1.0, |most, one| if one > most || one.is_nan() { one } else { most })
}

/// A warning where chains do not agree.
pub(super) fn warning(found: &Ensemble) -> String {
    let worst = worst(found);
    if worst <= MIXED {
        return String::new();
    }
    format!(
        "warning: the chains do not agree (split R-hat {worst:.2}, should be below {MIXED}), so intervals made from \
         them may be wrong; give a larger --steps\n"
    )
}
