use super::minimise::Region;
use super::{FitOptions, local, minimise};
use crate::Objective;
use lca_core::{Cancelled, Progress};
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
    let (done, total) = (AtomicU64::new(0), best.len() as u64);
    let one = |at: usize| {
        let found = profile(objective, best, at, options);
        progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, total)?;
        Ok(found)
    };
    (0..best.len()).into_par_iter().map(one).collect()
}

/// The profile of one parameter about a best fit.
#[must_use]
pub fn profile(objective: &Objective, best: &[f64], at: usize, options: &ProfileOptions) -> Profile {
    let rise = 0.5 * chi2_quantile(options.confidence, 1.0);
    let side = |direction: f64| Side::new(objective, best, at, direction, rise).walk(options.steps);
    let (mut points, down) = side(-1.0);
    let (above, up) = side(1.0);
    points.extend(above.into_iter().skip(1));
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let verdict = match (down, up) {
        (Some(_), Some(_)) => Identifiability::Identifiable,
        (None, None) => Identifiability::NotIdentifiable,
        _ => Identifiability::OnlyBounded,
    };
    let parameter = objective.parameters()[at].id.clone();
    Profile { parameter, points, lower: down, upper: up, verdict }
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

/// The points of a side from the best outwards, and where the threshold is crossed.
type Walked = (Vec<(f64, f64)>, Option<f64>);

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
        let mut free = vec![true; start.len()];
        free[self.at] = false;
        let cost = |x: &[f64]| local(self.objective, x, true);
        let options = FitOptions { max_iterations: 60, tolerance: 1e-3 * self.rise, ..FitOptions::default() };
        let region = Region { lower: &self.lower, upper: &self.upper, free: &free };
        let found = minimise(&cost, &start, region, &options)?;
        Some((found.x, found.cost))
    }

    fn walk(mut self, steps: usize) -> Walked {
        for _ in 0..steps {
            let (from, before) = self.points[self.points.len() - 1];
            if (self.bound - from) * self.direction <= 0.0 {
                return (self.points, None);
            }
            let value = from + self.direction * self.step.min((self.bound - from).abs());
            let Some((x, cost)) = self.refit(value) else {
                // What cannot be simulated bounds the parameter as little as a bound does.
                self.step *= 0.25;
                continue;
            };
            let rise = cost - before;
            if rise > 0.7 * self.rise && cost < self.best + 4.0 * self.rise && self.step > 1e-4 {
                self.step *= 0.5;
                if rise > 1.5 * self.rise {
                    continue;
                }
            } else if rise < 0.15 * self.rise {
                self.step *= 2.0;
            }
            self.x = x;
            self.points.push((value, cost));
            if cost > self.best + self.rise {
                let crossing = self.crossing((from, before), (value, cost));
                return (self.points, Some(crossing));
            }
        }
        (self.points, None)
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
