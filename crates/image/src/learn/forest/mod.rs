//! Random forests that predict several numbers at once.

mod bins;
mod grow;

use bins::Bins;
use lca_numerics::rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How a forest is grown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ForestParams {
    /// How many trees. Default 40.
    pub trees: usize,
    /// How many features each node tries. Default 0: a third of them.
    pub tried: usize,
    /// Least number of samples in a leaf. Default 8.
    pub leaf: usize,
    /// Most cuts from the root to a leaf. Default 18.
    pub depth: usize,
    /// Share of the samples that each tree is grown on, drawn without replacement. Default 0.5.
    pub share: f64,
}

impl Default for ForestParams {
    fn default() -> Self {
        Self { trees: 40, tried: 0, leaf: 8, depth: 18, share: 0.5 }
    }
}

/// An ensemble of regression trees, each leaf of which holds one number per target (Breiman 2001). With
/// targets of 0 and 1, one per class, the splits are those of the Gini index and the predictions are the
/// classes' probabilities. Cuts are sought among at most 255 levels of each feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forest {
    features: usize,
    targets: usize,
    trees: Vec<Tree>,
}

/// A tree as lists: node `i` asks whether `feature[i]` is at most `threshold[i]`, and goes on at
/// `next[i]` if so, else at the node after that; where `feature[i]` is [`LEAF`], `next[i]` is the place of
/// its leaf's values.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Tree {
    feature: Vec<u16>,
    threshold: Vec<f32>,
    next: Vec<u32>,
    values: Vec<f32>,
}

const LEAF: u16 = u16::MAX;

impl Forest {
    /// Grows a forest on samples: `inputs` holds `features` columns one after the other, `wanted` so many
    /// rows of `targets` numbers. None when there are no samples, lengths do not fit, or a number is not
    /// finite. The same seed gives the same forest on any number of threads.
    #[must_use]
    pub fn grow(
        inputs: &[f32],
        features: usize,
        wanted: &[f32],
        targets: usize,
        params: &ForestParams,
        seed: u64,
    ) -> Option<Self> {
        let samples = inputs.len().checked_div(features)?;
        let fits = samples * features == inputs.len() && samples * targets == wanted.len();
        let fine = |values: &[f32]| values.iter().all(|value| value.is_finite());
        if samples == 0
            || targets == 0
            || features >= usize::from(LEAF)
            || !fits
            || !fine(inputs)
            || !fine(wanted)
        {
            return None;
        }
        let bins = Bins::new(inputs, features);
        let trees = (0..params.trees as u64)
            .into_par_iter()
            .map(|tree| grow::tree(&bins, wanted, targets, params, &mut rng(seed, tree)))
            .collect();
        Some(Self { features, targets, trees })
    }

    /// How many numbers describe a sample.
    #[must_use]
    pub const fn features(&self) -> usize {
        self.features
    }

    /// How many numbers are predicted of it.
    #[must_use]
    pub const fn targets(&self) -> usize {
        self.targets
    }

    /// Whether all that the lists refer to is there, as it may not be after reading a file.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let sound = |tree: &Tree| {
            let n = tree.feature.len();
            let node = |at: usize| match tree.feature[at] {
                LEAF => tree.next[at] as usize + self.targets <= tree.values.len(),
                feature => {
                    let next = tree.next[at] as usize;
                    usize::from(feature) < self.features && next > at && next + 1 < n
                }
            };
            n > 0 && tree.threshold.len() == n && tree.next.len() == n && (0..n).all(node)
        };
        self.targets > 0 && !self.trees.is_empty() && self.trees.iter().all(sound)
    }

    /// Adds up what the trees say of one sample into `out`, which holds one number per target, as their
    /// mean.
    pub fn predict(&self, sample: &[f32], out: &mut [f32]) {
        out.fill(0.0);
        for tree in &self.trees {
            let mut at = 0;
            while tree.feature[at] != LEAF {
                let right = sample[usize::from(tree.feature[at])] > tree.threshold[at];
                at = tree.next[at] as usize + usize::from(right);
            }
            let from = tree.next[at] as usize;
            for (slot, value) in out.iter_mut().zip(&tree.values[from..]) {
                *slot += value;
            }
        }
        let scale = 1.0 / self.trees.len() as f32;
        out.iter_mut().for_each(|value| *value *= scale);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    /// Two features that matter and one that does not; two targets.
    fn samples(count: usize, seed: u64) -> (Vec<f32>, Vec<f32>) {
        let mut random = rng(seed, 7);
        let inputs: Vec<f32> = (0..3 * count).map(|_| random.random_range(-1.0..1.0)).collect();
        let wanted = (0..count).flat_map(|at| {
            let (a, b) = (inputs[at], inputs[count + at]);
            [f32::from(u8::from(a * b > 0.0)), a + b]
        });
        let wanted = wanted.collect();
        (inputs, wanted)
    }

    #[test]
    fn a_forest_learns_what_no_single_cut_tells() {
        let (inputs, wanted) = samples(4000, 1);
        let forest = Forest::grow(&inputs, 3, &wanted, 2, &ForestParams::default(), 3).unwrap();
        assert!(forest.is_sound());
        let (other, truth) = samples(500, 2);
        let (mut right, mut error, mut out) = (0, 0.0, [0.0; 2]);
        for at in 0..500 {
            forest.predict(&[other[at], other[500 + at], other[1000 + at]], &mut out);
            right += usize::from((out[0] > 0.5) == (truth[2 * at] > 0.5));
            error += (out[1] - truth[2 * at + 1]).powi(2) / 500.0;
        }
        assert!(right > 460, "{right} of 500");
        assert!(error < 0.02, "{error}");
    }

    #[test]
    fn one_and_eight_threads_grow_the_same_forest() {
        let (inputs, wanted) = samples(600, 5);
        let params = ForestParams { trees: 9, ..ForestParams::default() };
        let grown = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| Forest::grow(&inputs, 3, &wanted, 2, &params, 11).unwrap())
        };
        assert_eq!(grown(1), grown(8));
    }

    #[test]
    fn what_cannot_be_learnt_from_is_refused() {
        let params = ForestParams::default();
        assert!(Forest::grow(&[], 3, &[], 1, &params, 1).is_none());
        assert!(Forest::grow(&[1.0, 2.0], 1, &[1.0], 1, &params, 1).is_none());
        assert!(Forest::grow(&[1.0, f32::NAN], 1, &[1.0, 0.0], 1, &params, 1).is_none());
        let constant = Forest::grow(&[1.0, 1.0], 1, &[0.0, 1.0], 1, &params, 1).unwrap();
        let mut out = [0.0];
        constant.predict(&[1.0], &mut out);
        assert!((0.0..=1.0).contains(&out[0]));
    }
}
