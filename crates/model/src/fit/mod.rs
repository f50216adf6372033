mod curvature;
mod lbfgsb;
mod minimise;
mod profile;
mod race;
mod reduced;
mod result;
mod scatter;
mod start;
mod step;

pub use profile::{Identifiability, Profile, ProfileOptions, profile, profiles, profiles_of};
pub use result::{FitResult, Outcome, StartResult};
pub use start::latin_hypercube;

pub(crate) use minimise::{Local, Region, minimise};
pub(crate) use reduced::Reduced;

use crate::{Evaluation, ModelError, Objective, Tolerances};
use lbfgsb::lbfgsb;
use lca_core::Progress;
use minimise::{Cost, Minimum};
use race::race;
use rayon::prelude::*;
use scatter::combine;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// How a problem is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitOptions {
    /// How many starts are drawn.
    pub starts: usize,
    /// Seed of the draw.
    pub seed: u64,
    /// From how many points each start begins; those that fall behind in their first steps are given
    /// up, so that one is minimised to its end.
    pub draws: usize,
    /// Iterations after which a start ends.
    pub max_iterations: usize,
    /// A start ends when an iteration promises and brings less than this in the cost.
    pub tolerance: f64,
    /// Where the starts come from.
    pub starting: Starting,
    /// How a start goes down.
    pub optimizer: Optimizer,
}

/// Where the starts of a fit come from. Nominal values are never used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Starting {
    /// The first three fifths from a Latin hypercube, the others, in two generations, from between the best
    /// fits of those before.
    #[default]
    ScatterSearch,
    /// All from a Latin hypercube, none of which depends on another.
    LatinHypercube,
}

/// How a start goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Optimizer {
    /// Fisher information with learnt curvature, in a trust region.
    #[default]
    TrustRegion,
    /// Limited-memory BFGS with bounds: no Hessian is factorised, for very many parameters.
    Lbfgsb,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            starts: 50,
            seed: 1,
            draws: 30,
            max_iterations: 500,
            tolerance: 1e-6,
            starting: Starting::ScatterSearch,
            optimizer: Optimizer::TrustRegion,
        }
    }
}

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

/// Fits one start after the other: for those who keep or schedule starts themselves.
#[derive(Debug)]
pub struct Fitter<'o> {
    exact: &'o Objective,
    rough: Objective,
    bounds: (Vec<f64>, Vec<f64>),
    options: FitOptions,
}

impl<'o> Fitter<'o> {
    /// A fit of a problem.
    #[must_use]
    pub fn new(objective: &'o Objective, options: FitOptions) -> Self {
        let Tolerances { relative, absolute, max_steps } = objective.tolerances();
        let rough = Tolerances {
            relative: relative.max(ROUGH.relative),
            absolute: absolute.min(ROUGH.absolute),
            max_steps: max_steps.min(ROUGH.max_steps),
        };
        let rough = objective.clone().with_tolerances(rough);
        Self { exact: objective, rough, bounds: objective.bounds(), options }
    }

    /// The starts in the order of the work: those of one generation depend on what became of the generations
    /// before, and not on each other.
    #[must_use]
    pub fn generations(&self) -> Vec<Range<usize>> {
        let all = self.options.starts;
        if self.options.starting == Starting::LatinHypercube || all < LEAST {
            return vec![0..all];
        }
        let (first, second) = ((3 * all).div_ceil(5), (4 * all).div_ceil(5));
        vec![0..first, first..second, second..all]
    }

    /// The points that each start of a generation begins from, given all results of the generations before.
    #[must_use]
    pub fn points(&self, generation: Range<usize>, before: &[&StartResult]) -> Vec<Vec<Vec<f64>>> {
        let (lower, upper) = (self.bounds.0.as_slice(), self.bounds.1.as_slice());
        let FitOptions { seed, draws, .. } = self.options;
        let (draws, count) = (draws.max(1), generation.len());
        let anywhere = || {
            let seed = seed.wrapping_add(generation.start as u64);
            let mut points = latin_hypercube(lower, upper, count * draws, seed).into_iter();
            (0..count).map(|_| points.by_ref().take(draws).collect()).collect()
        };
        combine(before, (lower, upper), generation.clone(), draws, seed).unwrap_or_else(anywhere)
    }

    fn run(
        &self,
        starts: Vec<Vec<Vec<f64>>>,
        (done, total): (&AtomicU64, u64),
        progress: &dyn Progress,
    ) -> Result<Vec<StartResult>, ModelError> {
        progress.at(done.load(Ordering::Relaxed), total)?;
        let one = |points: Vec<Vec<f64>>| {
            let result = self.start(&points);
            progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, total)?;
            Ok(result)
        };
        starts.into_par_iter().map(one).collect()
    }

    /// Minimises from the most promising of some points. It depends on nothing but them, and fails
    /// only in that its cost is infinite.
    #[must_use]
    pub fn start(&self, points: &[Vec<f64>]) -> StartResult {
        let (rough, exact) = (Reduced::new(&self.rough, None), Reduced::new(self.exact, None));
        let (free, (lower, upper)) = (exact.outer(), &self.bounds);
        let region = Region { lower, upper, free: &free };
        let run = match self.options.optimizer {
            Optimizer::TrustRegion => race,
            Optimizer::Lbfgsb => plain,
        };
        let found = run(&|x| rough.at(x), &|x| exact.at(x), points, region, &self.options);
        StartResult::new(points.first().cloned().unwrap_or_default(), found)
    }
}

/// Fewer starts than this are all drawn: there is too little to combine.
const LEAST: usize = 10;

/// From the best of the points by limited-memory BFGS, first roughly and then exactly.
fn plain(
    rough: Cost<'_>,
    exact: Cost<'_>,
    points: &[Vec<f64>],
    region: Region<'_>,
    options: &FitOptions,
) -> Option<Minimum> {
    let costs = points.iter().filter_map(|point| rough(point));
    let best = costs.min_by(|a, b| a.cost.total_cmp(&b.cost))?;
    let first =
        lbfgsb(rough, &best.x, region, &FitOptions { tolerance: options.tolerance.max(1e-4), ..*options })?;
    let last = lbfgsb(exact, &first.x, region, options)?;
    let history = first.history.into_iter().chain(last.history).collect();
    let evaluations = points.len() + first.evaluations + last.evaluations;
    Some(Minimum { history, evaluations, ..last })
}

/// Far from a minimum the equations need not be solved more exactly. Scales in observables may lift
/// small states, so the absolute error stays small.
const ROUGH: Tolerances = Tolerances { relative: 1e-4, absolute: 1e-14, max_steps: 10_000 };

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
