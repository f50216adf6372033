use super::super::lbfgsb::lbfgsb;
use super::super::minimise::{Cost, Minimum, Region, Search};
use super::super::race::race;
use super::super::{FitOptions, Reduced, local};
use super::pace::Pace;
use crate::Objective;
use lca_core::Cancelled;

/// All parameters at one value of the profiled one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    pub(super) value: f64,
    pub(super) cost: f64,
    pub(super) x: Vec<f64>,
    /// Whether its neighbours have not tried its vector yet.
    pub(super) fresh: bool,
}

/// What is gained less than this is the same cost.
pub(super) const GAIN: f64 = 1e-3;

/// A problem in which one parameter is held.
pub(super) struct Held<'o> {
    pub(super) objective: &'o Objective,
    pub(super) at: usize,
    /// How far the threshold of the interval lies above the least cost.
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

    /// A vector at another value of the parameter: the others left as they are or, where that costs less, moved on
    /// as they moved from an earlier vector.
    pub(super) fn start(&self, x: &[f64], earlier: Option<&[f64]>, value: f64) -> Vec<f64> {
        let step = earlier.map_or(0.0, |earlier| x[self.at] - earlier[self.at]);
        let still = self.moved(x, value, None);
        let Some(earlier) = earlier.filter(|_| step.abs() > 1e-9 * self.width()) else { return still };
        let slope: Vec<f64> = x.iter().zip(earlier).map(|(a, b)| (a - b) / step).collect();
        let on = self.moved(x, value, Some(&slope));
        let cost = |x: &[f64]| local(self.objective, x, false).map_or(f64::INFINITY, |one| one.cost);
        if cost(&on) < cost(&still) { on } else { still }
    }

    fn moved(&self, x: &[f64], value: f64, along: Option<&[f64]>) -> Vec<f64> {
        let by = value - x[self.at];
        let follow = |k: usize| along.map_or(0.0, |along| along[k] * by);
        let within = |k: usize| (x[k] + follow(k)).clamp(self.lower[k], self.upper[k]);
        let mut moved: Vec<f64> = (0..x.len()).map(within).collect();
        moved[self.at] = value;
        moved
    }

    /// Minimises over all other parameters to the end, or until there is no hope of coming below a ceiling: a
    /// minimisation that goes on losing a part of its gains cannot bring much more than a few times what its last
    /// steps brought. None where it does not come below, or nothing can be simulated.
    pub(super) fn minimise(&self, start: &[f64], ceiling: f64) -> Result<Option<Point>, Cancelled> {
        self.pace.check()?;
        let cost: Cost<'_> = &|x| self.exact.at(x);
        let Some(mut search) = Search::new(cost, start, self.region()) else { return Ok(None) };
        for _ in 0..ROUNDS {
            let before = search.cost();
            if search.run(cost, STEPS, TOLERANCE * self.rise) {
                break;
            }
            if search.cost() - HOPE * (before - search.cost()) > ceiling {
                return Ok(None);
            }
        }
        Ok(Some(self.end(search)).filter(|point| point.cost < ceiling))
    }

    /// Goes on from where a minimisation ended to the very bottom: in a long and narrow valley it may have ended too
    /// early, and there two methods in turn come farther than either.
    pub(super) fn settle(&self, x: &[f64]) -> Result<Option<Point>, Cancelled> {
        let cost: Cost<'_> = &|x| self.exact.at(x);
        let mut last: Option<Point> = None;
        for _ in 0..TURNS {
            self.pace.check()?;
            let start = last.as_ref().map_or(x, |last| &last.x);
            let Some(mut search) = Search::new(cost, start, self.region()) else { break };
            search.run(cost, STEPS * ROUNDS, SETTLED * self.rise);
            let here = self.end(search);
            let other = self.otherwise(&here.x, SETTLED)?.filter(|other| other.cost < here.cost);
            let gained = other.as_ref().map_or(0.0, |other| here.cost - other.cost);
            last = other.or(Some(here));
            if gained < GAIN {
                break;
            }
        }
        Ok(last)
    }

    /// Minimises over all other parameters by limited-memory BFGS, until steps gain less than a part of the rise of the
    /// threshold.
    pub(super) fn otherwise(&self, start: &[f64], part: f64) -> Result<Option<Point>, Cancelled> {
        self.pace.check()?;
        let cost: Cost<'_> = &|x| self.exact.at(x);
        let options = FitOptions { tolerance: part * self.rise, ..FitOptions::default() };
        Ok(lbfgsb(cost, start, self.region(), &options).map(|found| self.point(found)))
    }

    fn end(&self, search: Search<'_>) -> Point {
        self.point(search.end(true))
    }

    fn point(&self, found: Minimum) -> Point {
        Point { value: found.x[self.at], cost: found.cost, x: found.x, fresh: true }
    }

    /// Where a race from many points leads.
    pub(super) fn race(&self, points: &[Vec<f64>]) -> Result<Option<Vec<f64>>, Cancelled> {
        self.pace.check()?;
        let (rough, exact): (Cost<'_>, Cost<'_>) = (&|x| self.rough.at(x), &|x| self.exact.at(x));
        let options = FitOptions { max_iterations: 100, tolerance: GAIN, ..FitOptions::default() };
        Ok(race(rough, exact, points, self.region(), &options).map(|found| found.x))
    }
}

/// Steps between two looks at what they bring, and how often.
const STEPS: usize = 6;
const ROUNDS: usize = 50;

/// How many times its last gain a minimisation may still hope for.
const HOPE: f64 = 5.0;

/// Turns of the last descent at most.
const TURNS: usize = 4;

/// Where a minimisation ends, and where the last one, as parts of the rise of the threshold.
pub(super) const TOLERANCE: f64 = 1e-5;
const SETTLED: f64 = 1e-8;
