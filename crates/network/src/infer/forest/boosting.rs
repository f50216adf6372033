use super::Boosting;
use super::feature::Feature;
use super::split::Item;
use super::tree::{Cutting, Grower, Growth};
use lca_numerics::{Rng, rng};
use rand::RngExt;
use std::collections::VecDeque;

/// Importance of each feature for one target by stochastic gradient boosting of shallow trees on what
/// is left of the target, which stops once the samples left out of the trees gain nothing on average
/// over the last of them (Moerman et al. 2019; Friedman 2002): what the cuts of each feature take from
/// the variance, in all.
pub(super) fn boosting(
    features: &[Feature],
    allowed: &[usize],
    target: &[f64],
    params: &Boosting,
    seed: u64,
    stream: u64,
) -> Vec<f64> {
    let mut random = rng(seed, stream);
    let count = target.len();
    let growth = Growth {
        cutting: Cutting::Best,
        tried: ((params.tried * allowed.len() as f64) as usize).max(1),
        leaf: 1.0,
        depth: params.depth,
    };
    let mut grower = Grower::new(features, allowed.to_vec(), growth);
    let mut importance = vec![0.0; features.len()];
    let mut rest = target.to_vec();
    let mut order: Vec<u32> = (0..count as u32).collect();
    let bagged = ((params.share * count as f64) as usize).clamp(1, count);
    let (mut recent, mut items) = (VecDeque::new(), Vec::with_capacity(count));
    for _ in 0..params.count {
        draw(&mut order, bagged, &mut random);
        items.clear();
        items.extend(order.iter().enumerate().map(|(at, &row)| {
            let weight = if at < bagged { 1.0 } else { 0.0 };
            Item { row, weight, sum: weight * rest[row as usize] }
        }));
        let mut gained = 0.0;
        grower.grow(&mut items, &mut random, &mut importance, |leaf, mean| {
            let step = params.rate * mean;
            for item in leaf {
                let value = &mut rest[item.row as usize];
                if item.weight == 0.0 {
                    gained += *value * *value - (*value - step) * (*value - step);
                }
                *value -= step;
            }
        });
        recent.push_back(gained);
        if recent.len() > params.window {
            recent.pop_front();
        }
        if bagged < count && recent.len() == params.window && recent.iter().sum::<f64>() <= 0.0 {
            break;
        }
    }
    importance.iter_mut().for_each(|value| *value /= count as f64);
    importance
}

/// Puts as many randomly drawn samples first as a tree is grown on.
fn draw(order: &mut [u32], bagged: usize, random: &mut Rng) {
    for at in 0..bagged {
        let other = random.random_range(at..order.len());
        order.swap(at, other);
    }
}
