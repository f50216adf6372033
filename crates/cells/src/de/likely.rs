//! The trend of dispersions under which the counts of all genes are most likely.

use super::dispersion::{adjusted, expected, highest};
use super::quasi::NEAR_ZERO;
use super::{Design, each};
use crate::CellsError;

/// Logarithms of dispersions looked at, from 1e-4 to 20, and steps between.
const RANGE: (f64, f64) = (-9.21, 3.0);
const STEPS: usize = 49;
/// Logarithms of slopes.
const SLOPES: (f64, f64) = (-9.21, 4.6);
/// So many genes, of all means, tell the trend.
const ENOUGH: usize = 2000;

/// The trend a₀ + a₁ / mean at each gene's mean, by the sum of the genes' adjusted profile likelihoods (McCarthy et al.
/// 2012). The most likely dispersion of a single gene with few samples is either nearly 0 or too large, so that no mean
/// over genes is near the truth; the sum of likelihoods is.
pub(super) fn trend(
    rows: &[Vec<f64>],
    sizes: &[f64],
    base: &[f64],
    design: &Design,
) -> Result<Vec<f64>, CellsError> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|&a, &b| base[a].total_cmp(&base[b]).then(a.cmp(&b)));
    let chosen: Vec<usize> = order.into_iter().step_by(rows.len().div_ceil(ENOUGH).max(1)).collect();
    let some: Vec<Vec<f64>> = chosen.iter().map(|&gene| rows[gene].clone()).collect();
    let curves = each(&some, |at, y| {
        let means = expected(y, sizes, design, base[chosen[at]], NEAR_ZERO)?;
        let value = |step: usize| {
            let log = RANGE.0 + (RANGE.1 - RANGE.0) * step as f64 / STEPS as f64;
            adjusted(y, &means, design.matrix.view(), log.exp())
        };
        Ok((0..=STEPS).map(value).collect::<Vec<f64>>())
    })?;
    let total = |floor: f64, slope: f64| -> f64 {
        let (floor, slope) = (floor.exp(), slope.exp());
        curves
            .iter()
            .zip(&chosen)
            .map(|(curve, &gene)| between(curve, (floor + slope / base[gene]).ln()))
            .sum()
    };
    let best = |floor: f64| highest(SLOPES, |slope| total(floor, slope));
    let floor = highest(RANGE, |floor| total(floor, best(floor)));
    let slope = best(floor);
    Ok(base.iter().map(|mean| floor.exp() + slope.exp() / mean).collect())
}

/// A curve between its steps, by cubics that meet smoothly.
fn between(curve: &[f64], log: f64) -> f64 {
    let place = ((log - RANGE.0) / (RANGE.1 - RANGE.0) * STEPS as f64).clamp(0.0, STEPS as f64);
    let at = (place as usize).min(STEPS - 1);
    let part = place - at as f64;
    let slope = |at: usize| {
        let (before, after) = (at.saturating_sub(1), (at + 1).min(STEPS));
        (curve[after] - curve[before]) / (after - before) as f64
    };
    let (low, high) = (curve[at], curve[at + 1]);
    let (left, right) = (slope(at), slope(at + 1));
    let (two, three) = (part * part, part * part * part);
    (2.0 * three - 3.0 * two + 1.0) * low
        + (three - 2.0 * two + part) * left
        + (3.0 * two - 2.0 * three) * high
        + (three - two) * right
}
