use super::FitOptions;
use super::minimise::{Cost, Local, Minimum, Region};
use std::collections::VecDeque;

/// Pairs of steps and changes of the gradient that are kept.
const MEMORY: usize = 10;

/// Shortenings of a step at most, and the longest step.
const SHORTENINGS: usize = 25;
const LONGEST: f64 = 5.0;

/// Minimises a cost within bounds by limited-memory BFGS (Liu & Nocedal 1989) on the coordinates that
/// no bound holds, with steps projected into the bounds (two-metric projection: Bertsekas 1982,
/// doi:10.1137/0320018). It needs no Hessian. None when the start has no cost.
pub(super) fn lbfgsb(
    cost: Cost<'_>,
    start: &[f64],
    region: Region<'_>,
    options: &FitOptions,
) -> Option<Minimum> {
    let mut here = cost(start)?;
    let (mut pairs, mut idle, mut converged) = (VecDeque::new(), 0, false);
    let (mut history, mut evaluations) = (vec![here.cost], 1);
    while history.len() <= options.max_iterations && !converged {
        let open = open(&here, region);
        let direction = direction(&here.gradient, &pairs, &open);
        let (found, tries) = search(cost, &here, &direction, region);
        evaluations += tries;
        let Some(next) = found else {
            // Without what was learnt, straight down is the last try.
            converged = pairs.is_empty();
            pairs.clear();
            continue;
        };
        idle = if here.cost - next.cost < options.tolerance { idle + 1 } else { 0 };
        remember(&mut pairs, &here, &next);
        here = next;
        history.push(here.cost);
        converged = idle >= 3;
    }
    Some(Minimum { x: here.x, cost: here.cost, converged, history, evaluations })
}

/// Free coordinates that are not held at a bound by the gradient.
fn open(here: &Local, region: Region<'_>) -> Vec<bool> {
    let Local { x, gradient, .. } = here;
    let held = |i: usize| {
        (x[i] <= region.lower[i] && gradient[i] >= 0.0) || (x[i] >= region.upper[i] && gradient[i] <= 0.0)
    };
    (0..x.len()).map(|i| region.free[i] && !held(i)).collect()
}

struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
}

/// Downhill, by two loops over the pairs, on the open coordinates.
fn direction(gradient: &[f64], pairs: &VecDeque<Pair>, open: &[bool]) -> Vec<f64> {
    let on = |v: &[f64]| -> Vec<f64> { v.iter().zip(open).map(|(v, o)| if *o { *v } else { 0.0 }).collect() };
    let mut d: Vec<f64> = on(gradient).iter().map(|g| -g).collect();
    let used: Vec<(Vec<f64>, Vec<f64>, f64)> = pairs
        .iter()
        .map(|pair| (on(&pair.step), on(&pair.change)))
        .map(|(s, y)| {
            let along = dot(&s, &y);
            (s, y, along)
        })
        .filter(|(.., along)| *along > 0.0)
        .collect();
    let mut shares = Vec::with_capacity(used.len());
    for (s, y, along) in used.iter().rev() {
        let share = dot(s, &d) / along;
        d.iter_mut().zip(y).for_each(|(d, y)| *d -= share * y);
        shares.push(share);
    }
    match used.last() {
        Some((_, y, along)) => d.iter_mut().for_each(|d| *d *= along / dot(y, y)),
        None => {
            let length = dot(&d, &d).sqrt();
            d.iter_mut().for_each(|d| *d /= length.max(1.0));
        }
    }
    for ((s, y, along), share) in used.iter().zip(shares.into_iter().rev()) {
        let back = dot(y, &d) / along;
        d.iter_mut().zip(s).for_each(|(d, s)| *d += (share - back) * s);
    }
    let length = dot(&d, &d).sqrt();
    if length > LONGEST {
        d.iter_mut().for_each(|d| *d *= LONGEST / length);
    }
    d
}

/// The first point on the projected way down that gains enough (Armijo), and how many were tried.
/// Where there is no cost the step is shortened like any other that is too long.
fn search(cost: Cost<'_>, here: &Local, direction: &[f64], region: Region<'_>) -> (Option<Local>, usize) {
    let mut share = 1.0;
    for tries in 1..=SHORTENINGS {
        let x: Vec<f64> = (0..direction.len())
            .map(|i| (here.x[i] + share * direction[i]).clamp(region.lower[i], region.upper[i]))
            .collect();
        let promised: f64 =
            here.gradient.iter().zip(&x).zip(&here.x).map(|((g, to), from)| g * (to - from)).sum();
        if promised >= 0.0 {
            return (None, tries - 1);
        }
        match cost(&x) {
            Some(next) if next.cost <= here.cost + 1e-4 * promised => return (Some(next), tries),
            _ => share *= if tries < 3 { 0.5 } else { 0.2 },
        }
    }
    (None, SHORTENINGS)
}

fn remember(pairs: &mut VecDeque<Pair>, from: &Local, to: &Local) {
    let less = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
    let (step, change) = (less(&to.x, &from.x), less(&to.gradient, &from.gradient));
    if dot(&step, &change) > 1e-10 * dot(&step, &step).sqrt() * dot(&change, &change).sqrt() {
        pairs.push_back(Pair { step, change });
        if pairs.len() > MEMORY {
            pairs.pop_front();
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_valley_floor_and_respects_bounds() {
        let rosenbrock = |x: &[f64]| {
            let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
            let gradient = vec![-2.0 * a - 400.0 * x[0] * b, 200.0 * b];
            Some(Local { x: x.to_vec(), cost: a * a + 100.0 * b * b, gradient, hessian: Vec::new() })
        };
        let options = FitOptions { tolerance: 1e-12, ..FitOptions::default() };
        let region = |upper| Region { lower: &[-5.0; 2], upper, free: &[true; 2] };
        let free = lbfgsb(&rosenbrock, &[-1.2, 1.0], region(&[5.0, 5.0]), &options).unwrap();
        assert!((free.x[0] - 1.0).abs() < 1e-4 && (free.x[1] - 1.0).abs() < 1e-4, "{free:?}");
        let bound = lbfgsb(&rosenbrock, &[-1.2, 1.0], region(&[0.5, 5.0]), &options).unwrap();
        assert!((bound.x[0] - 0.5).abs() < 1e-9 && (bound.x[1] - 0.25).abs() < 1e-4, "{bound:?}");
        assert!(lbfgsb(&|_: &[f64]| None, &[0.0; 2], region(&[5.0, 5.0]), &options).is_none());
    }
}
