use super::chains::Chains;
use super::{Ensemble, EnsembleOptions, collect, run};
use crate::ModelError;
use crate::fit::latin_hypercube;
use lca_core::Progress;

/// A density to sample from, known up to a factor.
pub trait LogDensity: Sync {
    /// The least and the most that each coordinate may be, all finite.
    fn bounds(&self) -> (Vec<f64>, Vec<f64>);

    /// The natural logarithm of the density, minus infinity where it is zero.
    fn log_density(&self, x: &[f64]) -> f64;
}

/// Samples any density with the chains of [`super::ensemble`]. They begin at the points given; the
/// archive they take steps from begins with these and points drawn by Latin hypercube within the
/// bounds. Coordinates are named `x1`, `x2` and so on; the costs are minus the log density.
///
/// # Errors
/// When no point or no chain is given, a point has another dimension than the bounds or no density,
/// or when stopped.
pub fn sample(
    density: &dyn LogDensity,
    starts: &[Vec<f64>],
    options: &EnsembleOptions,
    progress: &dyn Progress,
) -> Result<Ensemble, ModelError> {
    let (lower, upper) = density.bounds();
    let n = lower.len();
    let fit = |x: &Vec<f64>| x.len() == n && density.log_density(x).is_finite();
    if options.chains == 0 || options.size == 0 || starts.is_empty() || !starts.iter().all(fit) {
        let why = "give chains, a size, and starts of the density's dimension at which it is not zero";
        return Err(ModelError::Argument { what: "sampling", why: why.to_owned() });
    }
    let mut archive = latin_hypercube(&lower, &upper, 10 * n.max(2), options.seed);
    archive.extend(starts.iter().cloned());
    let log_density = |x: &[f64]| density.log_density(x);
    let mut chains = Chains::new(&log_density, archive, (lower, upper), starts, options);
    run(&mut chains, options, progress)?;
    Ok(collect((1..=n).map(|k| format!("x{k}")).collect(), &chains, options))
}
