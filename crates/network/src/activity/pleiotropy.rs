use super::area::{Signature, Target, enrichment};
use lca_numerics::stats::normal_sf;
use std::collections::BTreeMap;

/// Scores beyond this count as activity: p < 0.05, two-sided.
const ACTIVE: f64 = 1.959_963_984_540_054;
/// Pairs are compared where they share more targets than this.
const SHARED: usize = 10;
/// How strongly what another source explains is discounted.
const PENALTY: f64 = 20.0;

/// Lowers the likelihood of targets that another source accounts for, and scores the sources anew that
/// lost by it (Alvarez et al. 2016, pleiotropy): of two active sources with common targets, the one
/// whose enrichment rests more on the common targets is discounted for them.
pub(super) fn correct(values: &[f64], signature: &Signature, regulons: &[Vec<Target>], scores: &mut [f64]) {
    let active: Vec<usize> = (0..regulons.len()).filter(|&source| scores[source].abs() > ACTIVE).collect();
    let p_values = within(values, regulons, &active, scores);
    let mut doubted: Vec<(usize, usize, f64)> = Vec::new();
    let mut tests: BTreeMap<usize, i32> = BTreeMap::new();
    for (&(a, b), &p) in &p_values {
        let Some(&other) = p_values.get(&(b, a)).filter(|_| a < b) else { continue };
        let difference = other.log10() - p.log10();
        if difference.is_nan() {
            continue;
        }
        let (loser, winner) = if difference > 0.0 { (a, b) } else { (b, a) };
        doubted.push((loser, winner, difference.abs()));
        *tests.entry(a).or_default() += 1;
        *tests.entry(b).or_default() += 1;
    }
    let mut shadows: BTreeMap<usize, Vec<Target>> = BTreeMap::new();
    for (loser, winner, difference) in doubted {
        let shadow = shadows.entry(loser).or_insert_with(|| regulons[loser].clone());
        let factor = (1.0 + difference).powf(-PENALTY / f64::from(tests[&loser].max(1)));
        for target in shadow {
            if place(&regulons[winner], target.gene).is_some() {
                target.likelihood *= factor;
            }
        }
    }
    for (source, shadow) in shadows {
        scores[source] = enrichment(signature, &shadow);
    }
}

fn place(targets: &[Target], gene: usize) -> Option<usize> {
    targets.binary_search_by_key(&gene, |target| target.gene).ok()
}

/// For each two active sources with enough common targets: the probability that the common targets are
/// as enriched within the targets of the first, in the direction of its activity.
fn within(
    values: &[f64],
    regulons: &[Vec<Target>],
    active: &[usize],
    scores: &[f64],
) -> BTreeMap<(usize, usize), f64> {
    let mut found = BTreeMap::new();
    for &a in active {
        let own: Vec<f64> = regulons[a].iter().map(|target| values[target.gene]).collect();
        let signature = Signature::new(&own);
        let direction = if scores[a] < 0.0 { -1.0 } else { 1.0 };
        for &b in active.iter().filter(|&&b| b != a) {
            let common: Vec<Target> = regulons[b]
                .iter()
                .filter_map(|target| {
                    let gene = place(&regulons[a], target.gene)?;
                    Some(Target { gene, mode: target.mode * direction, likelihood: 1.0 })
                })
                .collect();
            if common.len() > SHARED {
                found.insert((a, b), normal_sf(enrichment(&signature, &common)));
            }
        }
    }
    found
}
