//! Ensembles of regression trees: how much each regulator helps to predict each gene.

mod bagging;
mod boosting;
mod feature;
mod split;
mod tree;

pub(crate) use feature::Feature;

use super::standard::standard;
use ndarray::Array2;
use rayon::prelude::*;

/// Which trees are grown apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forest {
    /// Random forests: the best cut of each gene tried, samples drawn with replacement.
    Random,
    /// Extremely randomised trees: a random cut of each gene tried, all samples.
    Extra,
}

/// How many regulators a node of a tree tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// The square root of their number.
    Root,
    /// All.
    All,
    /// This many.
    Count(usize),
}

impl Tried {
    /// How many of `count` that are: at least one, and no more than there are.
    fn of(self, count: usize) -> usize {
        let wanted = match self {
            Self::Root => count.isqrt(),
            Self::All => count,
            Self::Count(wanted) => wanted,
        };
        wanted.clamp(1, count.max(1))
    }
}

/// Trees grown apart (GENIE3, dynGENIE3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trees {
    /// Which.
    pub forest: Forest,
    /// How many for each gene. Default 200.
    pub count: usize,
    /// How many regulators each node tries. Default the square root of their number.
    pub tried: Tried,
    /// Least number of samples in a leaf. Default 1: trees are fully grown.
    pub leaf: usize,
}

impl Default for Trees {
    fn default() -> Self {
        Self { forest: Forest::Random, count: 200, tried: Tried::Root, leaf: 1 }
    }
}

/// Boosted trees (GRNBoost2), with the values of Moerman et al. 2019.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Boosting {
    /// Most trees for each gene. Default 5000.
    pub count: usize,
    /// How much of its prediction each tree adds. Default 0.01.
    pub rate: f64,
    /// Share of the regulators that each node tries, at least one. Default 0.1.
    pub tried: f64,
    /// Share of the samples that each tree is grown on. Default 0.9.
    pub share: f64,
    /// Most cuts from root to leaf. Default 3.
    pub depth: usize,
    /// Over how many trees the samples left out must have gained. Default 25.
    pub window: usize,
}

impl Default for Boosting {
    fn default() -> Self {
        Self { count: 5000, rate: 0.01, tried: 0.1, share: 0.9, depth: 3, window: 25 }
    }
}

/// Scores of each regulator (rows) for each gene (columns) by trees grown apart. `inputs` are samples ×
/// genes and `targets`, of the same shape, what is to be predicted of each gene.
pub(crate) fn forest(
    inputs: &Array2<f64>,
    targets: &Array2<f64>,
    regulators: &[usize],
    trees: &Trees,
    seed: u64,
) -> Array2<f64> {
    each_target(inputs, targets, regulators, |features, allowed, target, stream| {
        bagging::bagging(features, allowed, target, trees, seed, stream)
    })
}

/// Scores of each regulator (rows) for each gene (columns) by boosted trees.
pub(crate) fn boosted(
    values: &Array2<f64>,
    regulators: &[usize],
    params: &Boosting,
    seed: u64,
) -> Array2<f64> {
    each_target(values, values, regulators, |features, allowed, target, stream| {
        boosting::boosting(features, allowed, target, params, seed, stream)
    })
}

/// Runs an ensemble for each target, brought to mean 0 and variance 1; each has a random stream of its own.
fn each_target(
    inputs: &Array2<f64>,
    targets: &Array2<f64>,
    regulators: &[usize],
    ensemble: impl Fn(&[Feature], &[usize], &[f64], u64) -> Vec<f64> + Sync,
) -> Array2<f64> {
    let features: Vec<Feature> = regulators.par_iter().map(|&r| Feature::new(inputs.column(r))).collect();
    let columns: Vec<Vec<f64>> = (0..targets.ncols())
        .into_par_iter()
        .map(|gene| {
            let allowed: Vec<usize> = (0..regulators.len()).filter(|&at| regulators[at] != gene).collect();
            match standard(targets.column(gene)) {
                Some(target) if !allowed.is_empty() => ensemble(&features, &allowed, &target, gene as u64),
                _ => vec![0.0; regulators.len()],
            }
        })
        .collect();
    Array2::from_shape_fn((regulators.len(), targets.ncols()), |(at, gene)| columns[gene][at])
}
