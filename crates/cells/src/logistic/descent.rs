use super::LogisticParams;
use super::loss::Loss;
use std::collections::VecDeque;

/// Steps remembered.
const MEMORY: usize = 10;
/// Shares of the expected fall that a step must bring (Armijo's condition).
const FALL: f64 = 1e-4;

/// Where the descent ended.
pub(super) struct Found {
    pub(super) at: Vec<f64>,
    pub(super) rounds: usize,
    pub(super) converged: bool,
}

/// A step and the change of slope along it.
struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    /// One over their product.
    rho: f64,
}

/// Goes down from 0 until the slope of the mean loss is below the tolerance, or no step helps any more.
pub(super) fn minimise(loss: &Loss<'_>, params: &LogisticParams) -> Found {
    let size = loss.size();
    let (mut at, mut slope) = (vec![0.0; size], vec![0.0; size]);
    let mut value = loss.at(&at, &mut slope);
    let mut pairs: VecDeque<Pair> = VecDeque::new();
    let enough = params.tolerance * loss.count();
    let settled = |slope: &[f64]| slope.iter().all(|slope| slope.abs() <= enough);
    let mut rounds = 0;
    while rounds < params.max_iter && !settled(&slope) {
        rounds += 1;
        let mut way = direction(&slope, &pairs);
        let mut expected = dot(&way, &slope);
        if expected >= 0.0 {
            pairs.clear();
            way = slope.iter().map(|slope| -slope).collect();
            expected = -dot(&slope, &slope);
        }
        let first = if pairs.is_empty() { 1.0 / dot(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let Some((next, next_slope, next_value)) = search(loss, &at, &way, (value, expected), first) else {
            break;
        };
        remember(&mut pairs, &at, &slope, &next, &next_slope);
        (at, slope, value) = (next, next_slope, next_value);
    }
    let converged = settled(&slope);
    Found { at, rounds, converged }
}

/// Shortens the step until it brings enough.
fn search(
    loss: &Loss<'_>,
    at: &[f64],
    way: &[f64],
    (value, expected): (f64, f64),
    first: f64,
) -> Option<(Vec<f64>, Vec<f64>, f64)> {
    let mut length = first;
    let mut slope = vec![0.0; at.len()];
    for _ in 0..50 {
        let next: Vec<f64> = at.iter().zip(way).map(|(at, way)| at + length * way).collect();
        let found = loss.at(&next, &mut slope);
        if found <= value + FALL * length * expected {
            return Some((next, slope, found));
        }
        // The least of the parabola through both values and the slope, kept from too long or too short a step.
        let curve = found - value - length * expected;
        let best = if curve > 0.0 { -0.5 * expected * length * length / curve } else { 0.5 * length };
        length = best.clamp(0.1 * length, 0.5 * length);
    }
    None
}

fn remember(pairs: &mut VecDeque<Pair>, at: &[f64], slope: &[f64], next: &[f64], next_slope: &[f64]) {
    let less = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
    let (step, change) = (less(next, at), less(next_slope, slope));
    let product = dot(&step, &change);
    if product > 1e-12 * dot(&change, &change) {
        if pairs.len() == MEMORY {
            pairs.pop_front();
        }
        pairs.push_back(Pair { step, change, rho: 1.0 / product });
    }
}

/// The way down by the two loops over the remembered steps.
fn direction(slope: &[f64], pairs: &VecDeque<Pair>) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|slope| -slope).collect();
    let mut shares = Vec::with_capacity(pairs.len());
    for pair in pairs.iter().rev() {
        let share = pair.rho * dot(&pair.step, &way);
        way.iter_mut().zip(&pair.change).for_each(|(way, change)| *way -= share * change);
        shares.push(share);
    }
    if let Some(last) = pairs.back() {
        let scale = 1.0 / (last.rho * dot(&last.change, &last.change));
        way.iter_mut().for_each(|way| *way *= scale);
    }
    for (pair, share) in pairs.iter().zip(shares.into_iter().rev()) {
        let back = share - pair.rho * dot(&pair.change, &way);
        way.iter_mut().zip(&pair.step).for_each(|(way, step)| *way += back * step);
    }
    way
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
