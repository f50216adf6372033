use super::lbfgsb::lbfgsb;
use super::minimise::{Cost, Minimum};
use super::race::race;
use super::scatter::combine;
use super::{FitOptions, Optimizer, Reduced, Region, StartResult, Starting, latin_hypercube};
use crate::{ModelError, Objective, Tolerances};
use lca_core::Progress;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

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
        let rough = rough(objective);
        Self { exact: objective, rough, bounds: objective.bounds(), options }
    }

    /// The starts in the order of the work: those of one generation depend on what became of the generations
    /// before, and not on each other.
    #[must_use]
    pub fn generations(&self) -> Vec<Range<usize>> {
        let all = self.options.starts;
        let drawn = self.options.starting == Starting::LatinHypercube || all < LEAST;
        let ends = if drawn { vec![all] } else { vec![(3 * all).div_ceil(5), (4 * all).div_ceil(5), all] };
        ends.into_iter().scan(0, |from, to| Some(std::mem::replace(from, to)..to)).collect()
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

    pub(super) fn run(
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

/// The objective, less exactly.
pub(super) fn rough(objective: &Objective) -> Objective {
    let Tolerances { relative, absolute, max_steps } = objective.tolerances();
    let rough = Tolerances {
        relative: relative.max(ROUGH.relative),
        absolute: absolute.min(ROUGH.absolute),
        max_steps: max_steps.min(ROUGH.max_steps),
    };
    objective.clone().with_tolerances(rough)
}

/// Far from a minimum the equations need not be solved more exactly. Scales in observables may lift
/// small states, so the absolute error stays small.
const ROUGH: Tolerances = Tolerances { relative: 1e-4, absolute: 1e-14, max_steps: 10_000 };
