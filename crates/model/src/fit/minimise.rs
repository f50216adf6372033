use super::FitOptions;
use super::curvature::Curvature;
use super::step::Quadratic;

/// A cost with its gradient and an approximate Hessian (row-major), at the point it was computed
/// for; coordinates that the minimisation leaves alone may have been chosen with the cost.
#[derive(Debug, Clone)]
pub(crate) struct Local {
    pub(crate) x: Vec<f64>,
    pub(crate) cost: f64,
    pub(crate) gradient: Vec<f64>,
    pub(crate) hessian: Vec<f64>,
}

/// Where a minimisation ended.
#[derive(Debug, Clone)]
pub(crate) struct Minimum {
    pub(crate) x: Vec<f64>,
    pub(crate) cost: f64,
    pub(crate) converged: bool,
    pub(crate) history: Vec<f64>,
    pub(crate) evaluations: usize,
}

pub(super) type Cost<'c> = &'c dyn Fn(&[f64]) -> Option<Local>;

/// Iterations without progress after which a start has converged.
const PATIENCE: usize = 4;

/// Bounds and which coordinates may move.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region<'r> {
    pub(crate) lower: &'r [f64],
    pub(crate) upper: &'r [f64],
    pub(crate) free: &'r [bool],
}

/// Minimises a cost within bounds in a trust region; coordinates that are not `free` stay. None when
/// the start has no cost.
pub(crate) fn minimise(
    cost: Cost<'_>,
    start: &[f64],
    region: Region<'_>,
    options: &FitOptions,
) -> Option<Minimum> {
    let mut search = Search::new(cost, start, region)?;
    let converged = search.run(cost, options.max_iterations, options.tolerance);
    Some(search.end(converged))
}

/// A minimisation under way. The Hessian is the given one, or that with what changes of the gradient
/// taught of the rest, by which foretold the last step better.
pub(super) struct Search<'s> {
    here: Local,
    region: Region<'s>,
    curvature: Curvature,
    /// Whether the learnt curvature foretold the last step better than the known part alone.
    learnt: bool,
    radius: f64,
    idle: usize,
    history: Vec<f64>,
    evaluations: usize,
}

impl<'s> Search<'s> {
    /// None when the start has no cost.
    pub(super) fn new(cost: Cost<'_>, start: &[f64], region: Region<'s>) -> Option<Self> {
        let bounds = region.lower.iter().zip(region.upper);
        let start: Vec<f64> = start.iter().zip(bounds).map(|(x, (l, u))| x.clamp(*l, *u)).collect();
        let here = cost(&start)?;
        let (curvature, history) = (Curvature::new(here.x.len()), vec![here.cost]);
        let (learnt, radius, idle, evaluations) = (false, 1.0, 0, 1);
        Some(Self { here, region, curvature, learnt, radius, idle, history, evaluations })
    }

    pub(super) const fn cost(&self) -> f64 {
        self.here.cost
    }

    pub(super) const fn evaluations(&self) -> usize {
        self.evaluations
    }

    /// Takes steps until there is nothing more to gain, and says so, or they are used up.
    pub(super) fn run(&mut self, cost: Cost<'_>, steps: usize, tolerance: f64) -> bool {
        (0..steps).any(|_| self.advance(cost, tolerance))
    }

    /// Goes on with another cost, such as the same more exactly; none when there is none here.
    pub(super) fn go_on_with(mut self, cost: Cost<'_>) -> Option<Self> {
        self.here = cost(&self.here.x)?;
        (self.idle, self.radius) = (0, self.radius.max(1e-3));
        self.evaluations += 1;
        self.history.push(self.here.cost);
        Some(self)
    }

    pub(super) fn end(self, converged: bool) -> Minimum {
        let Self { here, history, evaluations, .. } = self;
        Minimum { x: here.x, cost: here.cost, converged, history, evaluations }
    }

    /// Takes one step or shrinks the region; says whether there is nothing more to gain.
    fn advance(&mut self, cost: Cost<'_>, tolerance: f64) -> bool {
        let Region { lower, upper, .. } = self.region;
        let x = &self.here.x;
        let room = |bound: &[f64]| bound.iter().zip(x).map(|(b, x)| b - x).collect();
        let (down, up) = (room(lower), room(upper));
        let hessian =
            if self.learnt { self.curvature.added_to(&self.here.hessian) } else { self.here.hessian.clone() };
        let quadratic = Quadratic { gradient: &self.here.gradient, hessian: &hessian, down, up };
        let step = quadratic.step(&self.movable(), self.radius);
        let promised = -quadratic.change(&step);
        let length = step.iter().map(|s| s * s).sum::<f64>().sqrt();
        if promised <= 1e-3 * tolerance || length < 1e-10 {
            // The known part alone is never wrong in sign, so it has the last word.
            return !std::mem::take(&mut self.learnt);
        }
        let next: Vec<f64> = (0..x.len()).map(|i| (x[i] + step[i]).clamp(lower[i], upper[i])).collect();
        let found = cost(&next);
        self.evaluations += 1;
        let gained = found.as_ref().map_or(f64::NEG_INFINITY, |found| self.here.cost - found.cost);
        let ratio = gained / promised;
        self.choose_model(&step, promised, gained);
        self.radius = new_radius(self.radius, length, ratio);
        match found.filter(|_| ratio > 1e-4) {
            Some(found) => {
                self.idle = if gained < tolerance { self.idle + 1 } else { 0 };
                self.accept(found, &step);
            }
            None => self.idle += usize::from(promised < tolerance),
        }
        self.history.push(self.here.cost);
        self.idle >= PATIENCE || self.radius < 1e-10
    }

    /// Takes for the next step the Hessian that foretold this one better.
    fn choose_model(&mut self, step: &[f64], promised: f64, gained: f64) {
        let more = self.curvature.half_along(step);
        let other = if self.learnt { promised + more } else { promised - more };
        if gained.is_finite() && (other - gained).abs() < (promised - gained).abs() {
            self.learnt = !self.learnt;
        }
    }

    fn accept(&mut self, found: Local, step: &[f64]) {
        let n = step.len();
        let change =
            |i: usize| if self.region.free[i] { found.gradient[i] - self.here.gradient[i] } else { 0.0 };
        let change: Vec<f64> = (0..n).map(change).collect();
        let explained =
            |i: usize| found.hessian[i * n..(i + 1) * n].iter().zip(step).map(|(h, s)| h * s).sum::<f64>();
        let explained: Vec<f64> =
            (0..n).map(|i| if self.region.free[i] { explained(i) } else { 0.0 }).collect();
        self.curvature.learn(step, &change, &explained);
        self.here = found;
    }

    /// Free coordinates that are not held at a bound by the gradient.
    fn movable(&self) -> Vec<bool> {
        let Region { lower, upper, .. } = self.region;
        let Local { x, gradient, .. } = &self.here;
        let held =
            |i: usize| (x[i] <= lower[i] && gradient[i] >= 0.0) || (x[i] >= upper[i] && gradient[i] <= 0.0);
        (0..x.len()).map(|i| self.region.free[i] && !held(i)).collect()
    }
}

fn new_radius(radius: f64, length: f64, ratio: f64) -> f64 {
    if ratio.is_nan() || ratio < 0.25 {
        0.25 * length.min(radius)
    } else if ratio > 0.75 && length > 0.8 * radius {
        (2.0 * radius).min(20.0)
    } else {
        radius
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region<'r>(lower: &'r [f64], upper: &'r [f64], free: &'r [bool]) -> Region<'r> {
        Region { lower, upper, free }
    }

    fn rosenbrock(x: &[f64]) -> Option<Local> {
        let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
        let gradient = vec![-2.0 * a - 400.0 * x[0] * b, 200.0 * b];
        // The Gauss-Newton matrix of the residuals a and 10 b.
        let hessian = vec![2.0 + 800.0 * x[0] * x[0], -400.0 * x[0], -400.0 * x[0], 200.0];
        Some(Local { x: x.to_vec(), cost: a * a + 100.0 * b * b, gradient, hessian })
    }

    #[test]
    fn finds_the_valley_floor_and_respects_bounds() {
        let options = FitOptions { tolerance: 1e-12, ..FitOptions::default() };
        let free =
            minimise(&rosenbrock, &[-1.2, 1.0], region(&[-5.0; 2], &[5.0; 2], &[true; 2]), &options).unwrap();
        assert!(free.converged && (free.x[0] - 1.0).abs() < 1e-6 && (free.x[1] - 1.0).abs() < 1e-6);
        let bound =
            minimise(&rosenbrock, &[-1.2, 1.0], region(&[-5.0; 2], &[0.5, 5.0], &[true; 2]), &options)
                .unwrap();
        assert!((bound.x[0] - 0.5).abs() < 1e-12 && (bound.x[1] - 0.25).abs() < 1e-6);
        let fixed =
            minimise(&rosenbrock, &[2.0, 1.0], region(&[-5.0; 2], &[5.0; 2], &[false, true]), &options)
                .unwrap();
        assert!(fixed.x[0] == 2.0 && (fixed.x[1] - 4.0).abs() < 1e-6);
    }

    /// Residuals that stay large: Gauss-Newton alone needs hundreds of steps here.
    #[test]
    fn learns_the_curvature_that_large_residuals_bring() {
        let cost = |x: &[f64]| {
            let residuals = [x[0] + 1.0, 0.9 * x[0] * x[0] + x[0] - 1.0];
            let slopes = [1.0, 1.8 * x[0] + 1.0];
            let sum = |f: &dyn Fn(usize) -> f64| (0..2).map(f).sum::<f64>();
            Some(Local {
                x: x.to_vec(),
                cost: 0.5 * sum(&|i| residuals[i] * residuals[i]),
                gradient: vec![sum(&|i| residuals[i] * slopes[i])],
                hessian: vec![sum(&|i| slopes[i] * slopes[i])],
            })
        };
        let options = FitOptions { tolerance: 1e-14, ..FitOptions::default() };
        let found = minimise(&cost, &[0.3], region(&[-5.0], &[5.0], &[true]), &options).unwrap();
        assert!(cost(&found.x).unwrap().gradient[0].abs() < 1e-6);
        assert!(found.evaluations < 25, "{}", found.evaluations);
    }

    #[test]
    fn a_start_without_a_cost_is_none() {
        let none = |_: &[f64]| None;
        let options = FitOptions::default();
        assert!(minimise(&none, &[0.0], region(&[-1.0], &[1.0], &[true]), &options).is_none());
    }
}
