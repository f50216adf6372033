mod archive;
mod chains;
mod density;
mod diagnose;

pub use density::{LogDensity, sample};
pub use diagnose::{effective_sample_size, split_r_hat};

use crate::fit::local;
use crate::{FitResult, ModelError, Objective};
use chains::Chains;
use lca_core::Progress;

/// How an ensemble is sampled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EnsembleOptions {
    /// Parameter vectors in the ensemble.
    pub size: usize,
    /// Chains.
    pub chains: usize,
    /// Steps of each chain; the first half is thrown away.
    pub steps: usize,
    /// Seed of the random numbers.
    pub seed: u64,
}

impl Default for EnsembleOptions {
    fn default() -> Self {
        Self { size: 400, chains: 4, steps: 10_000, seed: 1 }
    }
}

/// Parameter vectors that the measurements allow.
#[derive(Debug, Clone, PartialEq)]
pub struct Ensemble {
    /// Identifiers of the parameters, in the order of all vectors.
    pub parameters: Vec<String>,
    /// The vectors, on the parameters' scales.
    pub members: Vec<Vec<f64>>,
    /// The cost of each: minus log-likelihood minus log-prior.
    pub costs: Vec<f64>,
    /// For each parameter how well the chains agree: split R-hat, 1 when perfectly.
    pub r_hat: Vec<f64>,
    /// For each parameter how many independent vectors all kept steps are worth.
    pub ess: Vec<f64>,
    /// Share of proposed steps that were taken.
    pub acceptance: f64,
}

impl Ensemble {
    /// The interval of a parameter that holds a share `level` of the ensemble, as much outside on
    /// either side.
    #[must_use]
    pub fn interval(&self, parameter: usize, level: f64) -> (f64, f64) {
        let values: Vec<f64> = self.members.iter().map(|member| member[parameter]).collect();
        let tail = 0.5 * (1.0 - level);
        (lca_numerics::stats::quantile(&values, tail), lca_numerics::stats::quantile(&values, 1.0 - tail))
    }
}

/// Samples parameter vectors from the posterior: likelihood times priors, flat within the bounds on
/// the parameters' scales where no prior is given. Chains move by differential evolution from an
/// archive of past states (DE-MC with snooker updates: ter Braak & Vrugt 2008,
/// doi:10.1007/s11222-008-9104-9), which begins with normal approximations about the best fits and
/// needs no tuning of scales. All chains step at once from the same archive, so the result does not
/// depend on the number of threads. The second halves are thinned evenly to the ensemble.
///
/// # Errors
/// When no fit can be simulated again, or when stopped.
pub fn ensemble(
    objective: &Objective,
    fit: &FitResult,
    options: &EnsembleOptions,
    progress: &dyn Progress,
) -> Result<Ensemble, ModelError> {
    let (lower, upper) = objective.bounds();
    if options.chains == 0 || options.size == 0 {
        let why = "at least one chain and one member are needed".to_owned();
        return Err(ModelError::Argument { what: "ensemble options", why });
    }
    let fits = good_fits(fit, lower.len());
    let archive = archive::first(objective, &fits, (&lower, &upper), 10 * lower.len().max(2), options.seed);
    let log_density = |x: &[f64]| local(objective, x, false).map_or(f64::NEG_INFINITY, |local| -local.cost);
    let mut chains = Chains::new(&log_density, archive, (lower, upper), &fits, options);
    run(&mut chains, options, progress)?;
    Ok(collect(fit.parameters.clone(), &chains, options))
}

fn run(
    chains: &mut Chains<'_>,
    options: &EnsembleOptions,
    progress: &dyn Progress,
) -> Result<(), lca_core::Cancelled> {
    let total = options.steps as u64;
    for step in 0..options.steps {
        if step.is_multiple_of(16) {
            progress.at(step as u64, total)?;
        }
        chains.advance(step);
    }
    progress.at(total, total)
}

/// The best fits whose cost is within what chance explains: half the number of parameters above
/// the best, where a posterior of that dimension has its mass.
fn good_fits(fit: &FitResult, parameters: usize) -> Vec<Vec<f64>> {
    let limit = fit.best().cost + 0.5 * parameters as f64;
    let mut good: Vec<_> = fit.starts.iter().filter(|start| start.cost <= limit).collect();
    good.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    good.truncate(20);
    good.into_iter().map(|start| start.parameters.clone()).collect()
}

fn collect(parameters: Vec<String>, chains: &Chains<'_>, options: &EnsembleOptions) -> Ensemble {
    let traces = chains.traces();
    let kept: Vec<&[(Vec<f64>, f64)]> = traces.iter().map(|trace| &trace[trace.len() / 2..]).collect();
    let series =
        |k: usize| kept.iter().map(|trace| trace.iter().map(|(x, _)| x[k]).collect()).collect::<Vec<_>>();
    let r_hat = (0..parameters.len()).map(|k| split_r_hat(&series(k))).collect();
    let ess = (0..parameters.len()).map(|k| effective_sample_size(&series(k))).collect();
    let all: Vec<&(Vec<f64>, f64)> = kept.iter().flat_map(|trace| trace.iter()).collect();
    let size = options.size.min(all.len());
    let picked = (0..size).map(|at| all[at * all.len() / size]);
    let (members, costs) = picked.map(|(x, density)| (x.clone(), -density)).unzip();
    Ensemble { parameters, members, costs, r_hat, ess, acceptance: chains.acceptance() }
}
