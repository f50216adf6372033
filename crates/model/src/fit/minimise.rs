use super::FitOptions;
use super::step::Quadratic;

/// A cost with its gradient and an approximate Hessian (row-major), both empty if not asked for.
#[derive(Debug, Clone)]
pub(crate) struct Local {
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

type Cost<'c> = &'c dyn Fn(&[f64], bool) -> Option<Local>;

/// Iterations without progress after which a start has converged.
const PATIENCE: usize = 5;

/// Minimises a cost within bounds by Newton-like steps in a trust region; coordinates that are not
/// `free` stay. None when the start has no cost.
pub(crate) fn minimise(
    cost: Cost<'_>,
    start: &[f64],
    lower: &[f64],
    upper: &[f64],
    free: &[bool],
    options: &FitOptions,
) -> Option<Minimum> {
    let mut x: Vec<f64> = start.iter().zip(lower).zip(upper).map(|((x, l), u)| x.clamp(*l, *u)).collect();
    let mut here = cost(&x, true)?;
    let (mut radius, mut idle, mut converged) = (1.0, 0, false);
    let (mut history, mut evaluations) = (vec![here.cost], 1);
    while history.len() <= options.max_iterations {
        let quadratic = Quadratic {
            gradient: &here.gradient,
            hessian: &here.hessian,
            down: lower.iter().zip(&x).map(|(l, x)| l - x).collect(),
            up: upper.iter().zip(&x).map(|(u, x)| u - x).collect(),
        };
        let step = quadratic.step(&movable(free, &x, lower, upper, &here.gradient), radius);
        let promised = -quadratic.change(&step);
        let length = step.iter().map(|s| s * s).sum::<f64>().sqrt();
        if promised <= 1e-3 * options.tolerance || length < 1e-10 {
            converged = true;
            break;
        }
        let next: Vec<f64> = (0..x.len()).map(|i| (x[i] + step[i]).clamp(lower[i], upper[i])).collect();
        let found = cost(&next, true);
        evaluations += 1;
        let gained = found.as_ref().map_or(f64::NEG_INFINITY, |found| here.cost - found.cost);
        let ratio = gained / promised;
        radius = new_radius(radius, length, ratio);
        match found.filter(|_| ratio > 1e-4) {
            Some(found) => {
                idle = if gained < options.tolerance { idle + 1 } else { 0 };
                (x, here) = (next, found);
            }
            None => idle += usize::from(promised < options.tolerance),
        }
        history.push(here.cost);
        if idle >= PATIENCE || radius < 1e-10 {
            converged = true;
            break;
        }
    }
    Some(Minimum { x, cost: here.cost, converged, history, evaluations })
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

/// Free coordinates that are not held at a bound by the gradient.
fn movable(free: &[bool], x: &[f64], lower: &[f64], upper: &[f64], gradient: &[f64]) -> Vec<bool> {
    (0..x.len())
        .map(|i| {
            let held = (x[i] <= lower[i] && gradient[i] >= 0.0) || (x[i] >= upper[i] && gradient[i] <= 0.0);
            free[i] && !held
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rosenbrock(x: &[f64], _derivatives: bool) -> Option<Local> {
        let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
        let gradient = vec![-2.0 * a - 400.0 * x[0] * b, 200.0 * b];
        // The Gauss-Newton matrix of the residuals a and 10 b.
        let hessian = vec![2.0 + 800.0 * x[0] * x[0], -400.0 * x[0], -400.0 * x[0], 200.0];
        Some(Local { cost: a * a + 100.0 * b * b, gradient, hessian })
    }

    #[test]
    fn finds_the_valley_floor_and_respects_bounds() {
        let options = FitOptions { tolerance: 1e-12, ..FitOptions::default() };
        let free = minimise(&rosenbrock, &[-1.2, 1.0], &[-5.0; 2], &[5.0; 2], &[true; 2], &options).unwrap();
        assert!(free.converged && (free.x[0] - 1.0).abs() < 1e-6 && (free.x[1] - 1.0).abs() < 1e-6);
        let bound =
            minimise(&rosenbrock, &[-1.2, 1.0], &[-5.0; 2], &[0.5, 5.0], &[true; 2], &options).unwrap();
        assert!((bound.x[0] - 0.5).abs() < 1e-12 && (bound.x[1] - 0.25).abs() < 1e-6);
        let fixed =
            minimise(&rosenbrock, &[2.0, 1.0], &[-5.0; 2], &[5.0; 2], &[false, true], &options).unwrap();
        assert!(fixed.x[0] == 2.0 && (fixed.x[1] - 4.0).abs() < 1e-6);
    }

    #[test]
    fn a_start_without_a_cost_is_none() {
        let none = |_: &[f64], _: bool| None;
        let options = FitOptions::default();
        assert!(minimise(&none, &[0.0], &[-1.0], &[1.0], &[true], &options).is_none());
    }
}
