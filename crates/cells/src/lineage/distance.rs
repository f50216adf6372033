use super::characters::{MISSING, UNCUT};
use super::patterns::Patterns;
use ndarray::{Array1, Array2};
use rayon::prelude::*;

/// How unlike two cells are, as Cassiopeia's weighted Hamming distance (Jones et al. 2020): over the sites that were
/// read in both, 2 where both are edited but otherwise, 1 where only one is, divided by the number of these sites.
/// With weights an edit counts its own instead of 1.
///
/// Two cells without a common site are as far apart as both are from the uncut founder together: what would
/// be if they shared nothing.
pub(super) fn distances(patterns: &Patterns, weights: &[Vec<f64>]) -> Array2<f32> {
    let count = patterns.count();
    let founder: Vec<f64> = (0..count).map(|cell| to_founder(patterns, weights, cell)).collect();
    let mut all = Array2::<f32>::zeros((count + 1, count + 1));
    let rows = all.as_slice_mut().unwrap_or_default();
    rows.par_chunks_mut(count + 1).enumerate().for_each(|(one, row)| {
        for (other, into) in row.iter_mut().enumerate() {
            *into = match (one == count, other == count) {
                (true, true) => 0.0,
                (true, false) => founder[other] as f32,
                (false, true) => founder[one] as f32,
                (false, false) if one == other => 0.0,
                (false, false) => {
                    let apart = || founder[one] + founder[other];
                    between(patterns, weights, one, other).unwrap_or_else(apart) as f32
                }
            };
        }
    });
    all
}

fn between(patterns: &Patterns, weights: &[Vec<f64>], one: usize, other: usize) -> Option<f64> {
    let (mut sum, mut read) = (0.0, 0);
    let (one, other) = (patterns.states.row(one), patterns.states.row(other));
    for (site, (&a, &b)) in one.iter().zip(other).enumerate() {
        if a == MISSING || b == MISSING {
            continue;
        }
        read += 1;
        if a != b {
            sum += weights[site][a as usize] + weights[site][b as usize];
        }
    }
    (read > 0).then(|| sum / f64::from(read))
}

/// The distance to a founder in which every site is uncut.
fn to_founder(patterns: &Patterns, weights: &[Vec<f64>], cell: usize) -> f64 {
    let row: Array1<u16> = patterns.states.row(cell).to_owned();
    let read = row.iter().filter(|&&state| state != MISSING).count().max(1);
    let edited = row.iter().enumerate().filter(|(_, state)| ![MISSING, UNCUT].contains(*state));
    edited.map(|(site, &state)| weights[site][state as usize]).sum::<f64>() / read as f64
}
