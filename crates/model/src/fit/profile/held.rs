use super::super::minimise::{Cost, Region, Search};
use super::super::race::race;
use super::super::{FitOptions, Reduced, local};
use crate::Objective;
use lca_core::{Cancelled, Progress};
use std::sync::atomic::{AtomicU64, Ordering};

/// All parameters at one value of the profiled one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    pub(super) value: f64,
    pub(super) cost: f64,
    pub(super) x: Vec<f64>,
    /// Numbers the vectors of an envelope, so that none is tried twice from the same other.
    pub(super) stamp: u64,
    /// Stamps of the vectors from which nothing better was found here.
    pub(super) tried: Vec<u64>,
}

/// What is gained less than this is the same cost.
pub(super) const GAIN: f64 = 1e-3;

/// Tells how far the work is, and learns that it should stop.
#[derive(Clone, Copy)]
pub(super) struct Pace<'p> {
    pub(super) progress: &'p dyn Progress,
    pub(super) done: &'p AtomicU64,
    pub(super) total: u64,
}

impl Pace<'_> {
    pub(super) fn check(&self) -> Result<(), Cancelled> {
        self.progress.at(self.done.load(Ordering::Relaxed).min(self.total), self.total)
    }

    pub(super) fn add(&self, pieces: u64) -> Result<(), Cancelled> {
        self.done.fetch_add(pieces, Ordering::Relaxed);
        self.check()
    }
}

/// A problem in which one parameter is held.
pub(super) struct Held<'o> {
    pub(super) objective: &'o Objective,
    pub(super) at: usize,
    pub(super) rise: f64,
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
    pub(super) pace: Pace<'o>,
    rough: Reduced<'o>,
    exact: Reduced<'o>,
    free: Vec<bool>,
}

impl<'o> Held<'o> {
    pub(super) fn new(
        (objective, rough): (&'o Objective, &'o Objective),
        at: usize,
        rise: f64,
        pace: Pace<'o>,
    ) -> Self {
        let (lower, upper) = objective.bounds();
        let (rough, exact) = (Reduced::new(rough, Some(at)), Reduced::new(objective, Some(at)));
        let mut free = exact.outer();
        free[at] = false;
        Self { objective, at, rise, lower, upper, pace, rough, exact, free }
    }

    pub(super) fn width(&self) -> f64 {
        self.upper[self.at] - self.lower[self.at]
    }

    const fn region(&self) -> Region<'_> {
        Region { lower: self.lower.as_slice(), upper: self.upper.as_slice(), free: self.free.as_slice() }
    }

    /// A vector moved to a value, the others along, within the bounds.
    pub(super) fn moved(&self, x: &[f64], value: f64, along: Option<&[f64]>) -> Vec<f64> {
        let by = value - x[self.at];
        let follow = |k: usize| along.map_or(0.0, |along| along[k] * by);
        let within = |k: usize| (x[k] + follow(k)).clamp(self.lower[k], self.upper[k]);
        let mut moved: Vec<f64> = (0..x.len()).map(within).collect();
        moved[self.at] = value;
        moved
    }

    /// The cheapest of some vectors; none where none can be simulated.
    pub(super) fn cheapest(&self, all: Vec<Vec<f64>>) -> Option<Vec<f64>> {
        let costs = all.into_iter().filter_map(|x| local(self.objective, &x, false));
        costs.min_by(|a, b| a.cost.total_cmp(&b.cost)).map(|one| one.x)
    }

    /// Minimises to the end over all other parameters, or, with a `ceiling`, until there is no hope of coming
    /// below it by more than [`GAIN`]: a minimisation that goes on losing a part of its gains cannot bring
    /// much more than a few times what its last steps brought.
    pub(super) fn minimise(&self, start: &[f64], ceiling: Option<f64>) -> Option<Point> {
        let cost: Cost<'_> = &|x| self.exact.at(x);
        let mut search = Search::new(cost, start, self.region())?;
        for _ in 0..ROUNDS {
            let before = search.cost();
            let done = search.run(cost, STEPS, TOLERANCE * self.rise);
            let hoped = search.cost() - HOPE * (before - search.cost());
            if done {
                break;
            }
            if ceiling.is_some_and(|ceiling| hoped > ceiling - GAIN) {
                return None;
            }
        }
        self.point(search, ceiling)
    }

    /// Races from many points to a cost below the ceiling.
    pub(super) fn race(&self, points: &[Vec<f64>], ceiling: f64) -> Option<Point> {
        let (rough, exact): (Cost<'_>, Cost<'_>) = (&|x| self.rough.at(x), &|x| self.exact.at(x));
        let options = FitOptions { max_iterations: 100, tolerance: GAIN, ..FitOptions::default() };
        let found = race(rough, exact, points, self.region(), &options)?;
        self.minimise(&found.x, Some(ceiling))
    }

    fn point(&self, search: Search<'_>, ceiling: Option<f64>) -> Option<Point> {
        let found = search.end(true);
        let low = ceiling.is_none_or(|ceiling| found.cost < ceiling - GAIN);
        let value = found.x[self.at];
        low.then_some(Point { value, cost: found.cost, x: found.x, stamp: 0, tried: Vec::new() })
    }
}

/// Steps between two looks at what they bring, and how often.
const STEPS: usize = 6;
const ROUNDS: usize = 50;

/// How many times its last gain a minimisation may still hope for.
const HOPE: f64 = 5.0;

/// Where a minimisation ends, as a part of the rise of the threshold.
const TOLERANCE: f64 = 1e-5;
