mod minimise;
mod profile;
mod result;
mod start;
mod step;

pub use profile::{Identifiability, Profile, ProfileOptions, profile, profiles};
pub use result::{FitResult, Outcome, StartResult};
pub use start::latin_hypercube;

pub(crate) use minimise::{Local, minimise};

use crate::{ModelError, Objective};
use lca_core::Progress;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// How a problem is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitOptions {
    /// How many starts are drawn.
    pub starts: usize,
    /// Seed of the draw.
    pub seed: u64,
    /// Iterations after which a start ends.
    pub max_iterations: usize,
    /// A start ends when an iteration promises and brings less than this in the cost.
    pub tolerance: f64,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self { starts: 50, seed: 1, max_iterations: 500, tolerance: 1e-6 }
    }
}

/// Fits a problem from many starts, drawn by Latin hypercube within the bounds on the parameters'
/// scales; nominal values are not used. Each start is minimised by Fisher scoring in a trust region
/// with bounds. Starts run in parallel in the ambient thread pool, and the result does not depend on
/// how many threads there are. A start that cannot be simulated ends there and no other.
///
/// # Errors
/// [`ModelError::NoFit`] when no start can be simulated, [`ModelError::Cancelled`] when stopped.
pub fn fit(
    objective: &Objective,
    options: &FitOptions,
    progress: &dyn Progress,
) -> Result<FitResult, ModelError> {
    let (lower, upper) = objective.bounds();
    fit_from(objective, latin_hypercube(&lower, &upper, options.starts, options.seed), options, progress)
}

/// Fits a problem from given starts on the parameters' scales.
///
/// # Errors
/// As [`fit`].
pub fn fit_from(
    objective: &Objective,
    starts: Vec<Vec<f64>>,
    options: &FitOptions,
    progress: &dyn Progress,
) -> Result<FitResult, ModelError> {
    let (lower, upper) = objective.bounds();
    let free = vec![true; lower.len()];
    let (done, total) = (AtomicU64::new(0), starts.len() as u64);
    progress.at(0, total)?;
    let one = |start: Vec<f64>| {
        let cost = |x: &[f64], derivatives: bool| local(objective, x, derivatives);
        let result = minimise(&cost, &start, &lower, &upper, &free, options);
        progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, total)?;
        Ok(StartResult::new(start, result))
    };
    let results = starts.into_par_iter().map(one).collect::<Result<Vec<_>, ModelError>>()?;
    FitResult::new(objective, results)
}

/// The cost at a point; none where it cannot be computed.
pub(crate) fn local(objective: &Objective, x: &[f64], derivatives: bool) -> Option<Local> {
    let evaluation = if derivatives { objective.evaluate(x) } else { objective.value(x) }.ok()?;
    let cost = evaluation.cost();
    let mut gradient = evaluation.gradient;
    gradient.iter_mut().for_each(|value| *value = -*value);
    let finite = cost.is_finite() && gradient.iter().chain(&evaluation.fisher).all(|v| v.is_finite());
    finite.then_some(Local { cost, gradient, hessian: evaluation.fisher })
}
