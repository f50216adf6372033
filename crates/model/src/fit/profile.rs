use super::minimise::Region;
use super::{FitOptions, Reduced, local, minimise};
use crate::Objective;
use lca_core::{Cancelled, Progress};
use lca_kinetics::petab::Scale;
use lca_numerics::dense::Cholesky;
use lca_numerics::stats::chi2_quantile;
use ndarray::Array2;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// How profiles are computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProfileOptions {
    /// Confidence of the interval, such as 0.9.
    pub confidence: f64,
    /// Steps to each side at most.
    pub steps: usize,
}

impl Default for ProfileOptions {
    fn default() -> Self {
        Self { confidence: 0.9, steps: 40 }
    }
}

/// What the measurements say of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identifiability {
    /// They bound it from both sides.
    Identifiable,
    /// They bound it from one side only.
    OnlyBounded,
    /// They do not bound it.
    NotIdentifiable,
}

impl Identifiability {
    /// The verdict in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Identifiable => "identifiable",
            Self::OnlyBounded => "only bounded",
            Self::NotIdentifiable => "not identifiable",
        }
    }
}

/// The profile likelihood of one parameter (Raue et al. 2009, doi:10.1093/bioinformatics/btp358):
/// at each of its values the best cost over all other parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The parameter's identifier.
    pub parameter: String,
    /// Its values on its scale, rising, with the cost at each.
    pub points: Vec<(f64, f64)>,
    /// The lower end of the confidence interval, on its scale; none: the bound is within it.
    pub lower: Option<f64>,
    /// The upper end.
    pub upper: Option<f64>,
    /// What follows.
    pub verdict: Identifiability,
    /// Where it is not identifiable: the parameters that move with it so that the cost stays, each
    /// with how far it moves (on its scale) per unit of this one's scale.
    pub along: Vec<(String, f64)>,
}

impl Profile {
    /// On which sides the measurements bound the parameter, in words.
    #[must_use]
    pub const fn bounded(&self) -> &'static str {
        match (self.lower, self.upper) {
            (Some(_), Some(_)) => "below and above",
            (Some(_), None) => "only below",
            (None, Some(_)) => "only above",
            (None, None) => "neither below nor above",
        }
    }

    /// The verdict as a sentence, with bounds on linear scale.
    #[must_use]
    pub fn sentence(&self, scale: Scale, confidence: f64) -> String {
        let (id, share) = (&self.parameter, 100.0 * confidence);
        let value = |scaled: f64| significant(scale.unscale(scaled));
        let said = match (self.lower, self.upper) {
            (Some(low), Some(high)) => {
                return format!("{id}: identifiable, {} to {} at {share} %", value(low), value(high));
            }
            (Some(low), None) => format!("only bounded below: above {} at {share} %", value(low)),
            (None, Some(high)) => format!("only bounded above: below {} at {share} %", value(high)),
            (None, None) => "not identifiable: any value within its bounds fits as well".to_owned(),
        };
        let with: Vec<String> = self.along.iter().map(|(other, by)| format!("{other} ({by:+.2})")).collect();
        let with =
            if with.is_empty() { String::new() } else { format!("; it moves with {}", with.join(", ")) };
        format!("{id}: {said}{with}")
    }
}

/// Five significant digits, in powers of ten only where the number is very small or large.
fn significant(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || !(1e-3..1e5).contains(&size) {
        return format!("{value:.4e}");
    }
    let decimals = (4 - size.log10().floor() as i32).clamp(0, 9) as usize;
    format!("{value:.decimals$}")
}

/// The profiles of all parameters about a best fit, in parallel.
///
/// # Errors
/// When stopped.
pub fn profiles(
    objective: &Objective,
    best: &[f64],
    options: &ProfileOptions,
    progress: &dyn Progress,
) -> Result<Vec<Profile>, Cancelled> {
    let all: Vec<usize> = (0..best.len()).collect();
    profiles_of(objective, best, &all, options, progress)
}

/// The profiles of some parameters, by their places, about a best fit, in parallel.
///
/// # Errors
/// When stopped.
pub fn profiles_of(
    objective: &Objective,
    best: &[f64],
    which: &[usize],
    options: &ProfileOptions,
    progress: &dyn Progress,
) -> Result<Vec<Profile>, Cancelled> {
    let (done, total) = (AtomicU64::new(0), which.len() as u64);
    let one = |&at: &usize| {
        let found = profile(objective, best, at, options);
        progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, total)?;
        Ok(found)
    };
    which.par_iter().map(one).collect()
}

/// The profile of one parameter about a best fit.
#[must_use]
pub fn profile(objective: &Objective, best: &[f64], at: usize, options: &ProfileOptions) -> Profile {
    let rise = 0.5 * chi2_quantile(options.confidence, 1.0);
    let side = |direction: f64| Side::new(objective, best, at, direction, rise).walk(options.steps);
    let (mut points, down, lowest) = side(-1.0);
    let (above, up, highest) = side(1.0);
    points.extend(above.into_iter().skip(1));
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let verdict = match (down, up) {
        (Some(_), Some(_)) => Identifiability::Identifiable,
        (None, None) => Identifiability::NotIdentifiable,
        _ => Identifiability::OnlyBounded,
    };
    let sure = verdict == Identifiability::Identifiable;
    let along = if sure { Vec::new() } else { along(objective, at, &lowest, &highest) };
    let parameter = objective.parameters()[at].id.clone();
    Profile { parameter, points, lower: down, upper: up, verdict, along }
}

/// Least movement per unit of the profiled parameter that is told.
const MOVES: f64 = 0.2;

/// The parameters that moved between the ends of a profile, those that moved most first.
fn along(objective: &Objective, at: usize, lowest: &[f64], highest: &[f64]) -> Vec<(String, f64)> {
    let moved = highest[at] - lowest[at];
    let others = objective.parameters().iter().zip(lowest.iter().zip(highest)).enumerate();
    let mut found: Vec<(String, f64)> = others
        .filter(|(other, _)| *other != at)
        .map(|(_, (parameter, (low, high)))| (parameter.id.clone(), (high - low) / moved))
        .filter(|(_, by)| by.abs() >= MOVES)
        .collect();
    found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    found
}

/// One side of a profile under way.
struct Side<'o> {
    objective: &'o Objective,
    at: usize,
    direction: f64,
    rise: f64,
    bound: f64,
    lower: Vec<f64>,
    upper: Vec<f64>,
    best: f64,
    step: f64,
    /// The cost may jump: below this a step is not shortened.
    least: f64,
    points: Vec<(f64, f64)>,
    x: Vec<f64>,
    /// How the other parameters follow this one near the best fit.
    follow: Vec<f64>,
}

/// The standard deviation of a parameter and how the others follow it, by the Fisher information
/// with that of a flat prior within the bounds added.
fn tangent(fisher: &[f64], lower: &[f64], upper: &[f64], at: usize) -> Option<(f64, Vec<f64>)> {
    let n = lower.len();
    let prior = |i: usize| 12.0 / (upper[i] - lower[i]).powi(2);
    let matrix =
        Array2::from_shape_fn((n, n), |(i, j)| fisher[i * n + j] + if i == j { prior(i) } else { 0.0 });
    let mut column = vec![0.0; n];
    column[at] = 1.0;
    Cholesky::new(&matrix).ok()?.solve(&mut column);
    let variance = column[at];
    column.iter_mut().for_each(|value| *value /= variance);
    (variance > 0.0).then(|| (variance.sqrt(), column))
}

/// The points of a side from the best outwards, where the threshold is crossed, and where all
/// parameters were last within it.
type Walked = (Vec<(f64, f64)>, Option<f64>, Vec<f64>);

impl<'o> Side<'o> {
    fn new(objective: &'o Objective, best: &[f64], at: usize, direction: f64, rise: f64) -> Self {
        let (lower, upper) = objective.bounds();
        let here = local(objective, best, true);
        let width = upper[at] - lower[at];
        let tangent = here.as_ref().and_then(|here| tangent(&here.hessian, &lower, &upper, at));
        let (spread, follow) = tangent.unwrap_or_else(|| (width, vec![0.0; best.len()]));
        let first = 0.5 * (2.0 * rise).sqrt() * spread;
        let cost = here.map_or(f64::INFINITY, |here| here.cost);
        Self {
            objective,
            at,
            direction,
            rise,
            bound: if direction < 0.0 { lower[at] } else { upper[at] },
            lower,
            upper,
            best: cost,
            step: first.clamp(1e-6 * width, 0.1 * width),
            least: 1e-6 * width,
            points: vec![(best[at], cost)],
            x: best.to_vec(),
            follow,
        }
    }

    /// The best cost with the parameter at `value`, from where the others were.
    fn refit(&self, value: f64) -> Option<(Vec<f64>, f64)> {
        let moved = value - self.x[self.at];
        let start = [0.0, 1.0].map(|share| {
            let mut start: Vec<f64> =
                self.x.iter().zip(&self.follow).map(|(x, f)| x + share * f * moved).collect();
            start.iter_mut().zip(&self.lower).zip(&self.upper).for_each(|((x, l), u)| *x = x.clamp(*l, *u));
            start[self.at] = value;
            start
        });
        let start_cost =
            |x: &[f64]| local(self.objective, x, false).map_or(f64::INFINITY, |local| local.cost);
        let [still, follow] = start;
        let start = if start_cost(&follow) < start_cost(&still) { follow } else { still };
        let reduced = Reduced::new(self.objective, Some(self.at));
        let mut free = reduced.outer();
        free[self.at] = false;
        let cost = |x: &[f64]| reduced.at(x);
        let options =
            FitOptions { max_iterations: 100, tolerance: 1e-4 * self.rise, ..FitOptions::default() };
        let region = Region { lower: &self.lower, upper: &self.upper, free: &free };
        let found = minimise(&cost, &start, region, &options)?;
        Some((found.x, found.cost))
    }

    fn walk(mut self, steps: usize) -> Walked {
        for _ in 0..steps {
            let (from, before) = self.points[self.points.len() - 1];
            if (self.bound - from) * self.direction <= 0.0 {
                return (self.points, None, self.x);
            }
            let value = from + self.direction * self.step.min((self.bound - from).abs());
            let Some((x, cost)) = self.refit(value) else {
                // What cannot be simulated bounds the parameter as little as a bound does.
                self.step *= 0.25;
                continue;
            };
            let rise = cost - before;
            if rise > 0.7 * self.rise && self.step > self.least {
                self.step *= 0.5;
                // A leap over the threshold could land on a branch that another optimum undercuts.
                if rise > 1.5 * self.rise {
                    continue;
                }
            } else if rise < 0.15 * self.rise {
                self.step *= 2.0;
            }
            let inside = std::mem::replace(&mut self.x, x);
            self.points.push((value, cost));
            if cost > self.best + self.rise {
                let crossing = self.crossing((from, before), (value, cost));
                return (self.points, Some(crossing), inside);
            }
        }
        (self.points, None, self.x)
    }

    /// Where between two values the cost crosses the threshold: by halving, then on a line.
    fn crossing(&mut self, mut inside: (f64, f64), mut outside: (f64, f64)) -> f64 {
        let threshold = self.best + self.rise;
        for _ in 0..6 {
            if outside.1 - inside.1 < 0.2 * self.rise {
                break;
            }
            let middle = 0.5 * (inside.0 + outside.0);
            let Some((x, cost)) = self.refit(middle) else { break };
            if cost > threshold {
                (outside, self.x) = ((middle, cost), x);
            } else {
                inside = (middle, cost);
            }
            self.points.push((middle, cost));
        }
        let share = (threshold - inside.1) / (outside.1 - inside.1);
        inside.0 + (outside.0 - inside.0) * share.clamp(0.0, 1.0)
    }
}
