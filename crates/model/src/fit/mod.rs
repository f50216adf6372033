mod curvature;
mod fitter;
mod lbfgsb;
mod minimise;
mod options;
mod profile;
mod race;
mod reduced;
mod result;
mod scatter;
mod start;
mod step;

pub use fitter::Fitter;
pub use options::{FitOptions, Optimizer, Starting};
pub use profile::{Identifiability, Profile, ProfileOptions, Profiled, profiles, profiles_of};
pub use result::{FitResult, Outcome, StartResult};
pub use start::latin_hypercube;

pub(crate) use minimise::{Local, Region};
pub(crate) use reduced::Reduced;

use crate::{Evaluation, ModelError, Objective};
use lca_core::Progress;
use std::sync::atomic::AtomicU64;

/// Fits a problem from many starts within the bounds on the parameters' scales. Scales, offsets and noise take
/// their best values at each step, the rest goes down by Fisher scoring with learnt curvature in a trust region.
/// Starts run in parallel in the ambient thread pool, and the result does not depend on how many threads there
/// are. A start that cannot be simulated ends there and no other.
///
/// # Errors
/// [`ModelError::NoFit`] when no start can be simulated, [`ModelError::Cancelled`] when stopped.
pub fn fit(
    objective: &Objective,
    options: &FitOptions,
    progress: &dyn Progress,
) -> Result<FitResult, ModelError> {
    let fitter = Fitter::new(objective, *options);
    let (done, mut results) = (AtomicU64::new(0), Vec::new());
    for generation in fitter.generations() {
        let points = fitter.points(generation, &results.iter().collect::<Vec<_>>());
        results.extend(fitter.run(points, (&done, options.starts as u64), progress)?);
    }
    FitResult::new(objective, results)
}

/// Fits a problem from given starts, each of one or more points on the parameters' scales.
///
/// # Errors
/// As [`fit`].
pub fn fit_from(
    objective: &Objective,
    starts: Vec<Vec<Vec<f64>>>,
    options: &FitOptions,
    progress: &dyn Progress,
) -> Result<FitResult, ModelError> {
    let total = starts.len() as u64;
    let results = Fitter::new(objective, *options).run(starts, (&AtomicU64::new(0), total), progress)?;
    FitResult::new(objective, results)
}

/// The cost at a point, with or without derivatives; none where it cannot be computed.
pub(crate) fn local(objective: &Objective, x: &[f64], derivatives: bool) -> Option<Local> {
    local_of(x, if derivatives { objective.evaluate(x) } else { objective.value(x) }.ok()?)
}

pub(crate) fn local_of(x: &[f64], evaluation: Evaluation) -> Option<Local> {
    let cost = evaluation.cost();
    let mut gradient = evaluation.gradient;
    gradient.iter_mut().for_each(|value| *value = -*value);
    let finite = cost.is_finite() && gradient.iter().chain(&evaluation.fisher).all(|v| v.is_finite());
    finite.then_some(Local { x: x.to_vec(), cost, gradient, hessian: evaluation.fisher })
}
