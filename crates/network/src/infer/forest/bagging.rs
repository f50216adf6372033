use super::feature::Feature;
use super::split::Item;
use super::tree::{Cutting, Grower, Growth};
use super::{Forest, Trees};
use lca_numerics::rng;
use rand::RngExt;

/// Importance of each feature for one target by an ensemble of trees grown apart: the mean over the
/// trees of what its cuts take from the variance (Huynh-Thu et al. 2010). Random forests draw samples
/// with replacement for each tree; extremely randomised trees use all.
pub(super) fn bagging(
    features: &[Feature],
    allowed: &[usize],
    target: &[f64],
    trees: &Trees,
    seed: u64,
    stream: u64,
) -> Vec<f64> {
    let mut random = rng(seed, stream);
    let mut importance = vec![0.0; features.len()];
    let cutting = if trees.forest == Forest::Random { Cutting::Best } else { Cutting::Random };
    let growth =
        Growth { cutting, tried: trees.tried.of(allowed.len()), leaf: trees.leaf as f64, depth: usize::MAX };
    let mut grower = Grower::new(features, allowed.to_vec(), growth);
    let (mut drawn, mut items) = (vec![0_u32; target.len()], Vec::with_capacity(target.len()));
    for _ in 0..trees.count {
        if trees.forest == Forest::Random {
            drawn.fill(0);
            (0..target.len()).for_each(|_| drawn[random.random_range(0..target.len())] += 1);
        } else {
            drawn.fill(1);
        }
        items.clear();
        items.extend((0_u32..).zip(drawn.iter().zip(target)).filter(|(_, (times, _))| **times > 0).map(
            |(row, (times, value))| Item { row, weight: f64::from(*times), sum: f64::from(*times) * value },
        ));
        grower.grow(&mut items, &mut random, &mut importance, |_, _| {});
    }
    let scale = 1.0 / (trees.count as f64 * target.len() as f64);
    importance.iter_mut().for_each(|value| *value *= scale);
    importance
}
