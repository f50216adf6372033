use lca_numerics::rng;
use rand::seq::SliceRandom;
use rayon::prelude::*;

/// Permutations of the cells' types: how many, and the seed of the random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permutations {
    /// How many; none leaves p-values out.
    pub count: usize,
    /// Permutation `k` is drawn from stream `k` of this seed, whichever thread draws it.
    pub seed: u64,
}

impl Default for Permutations {
    fn default() -> Self {
        Self { count: 1000, seed: 1 }
    }
}

/// A score of two numbers of a table, to be held against its value in permuted data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Test {
    /// The places of the two numbers.
    pub(super) ends: (usize, usize),
    /// The score in the data as they are.
    pub(super) observed: f64,
}

/// For each test how many permutations score at least as high. `table` computes the table of numbers for
/// permuted types of the cells, `score` the score of two of its numbers. One thread holds the cells' types, the
/// table and the counts: nothing grows with the number of permutations.
pub(super) fn at_least(
    permutations: Permutations,
    labels: &[u32],
    tests: &[Test],
    table: impl Fn(&[u32], &mut Workspace) + Sync,
    score: impl Fn(f64, f64) -> f64 + Sync,
) -> Vec<u32> {
    let share = permutations.count.div_ceil(rayon::current_num_threads().max(1)).max(1);
    let begin = || (vec![0u32; tests.len()], labels.to_vec(), Workspace::default());
    let step = |(mut counts, mut shuffled, mut space): (Vec<u32>, Vec<u32>, Workspace), at: usize| {
        shuffled.copy_from_slice(labels);
        shuffled.shuffle(&mut rng(permutations.seed, at as u64));
        table(&shuffled, &mut space);
        for (test, count) in tests.iter().zip(&mut counts) {
            *count += u32::from(score(space.table[test.ends.0], space.table[test.ends.1]) >= test.observed);
        }
        (counts, shuffled, space)
    };
    (0..permutations.count)
        .into_par_iter()
        .with_min_len(share)
        .fold(begin, step)
        .map(|(counts, _, _)| counts)
        .reduce(|| vec![0; tests.len()], add)
}

fn add(mut sum: Vec<u32>, more: Vec<u32>) -> Vec<u32> {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    sum
}

/// What one thread works in.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// Numbers of genes × types.
    pub(super) genes: Vec<f64>,
    /// The table that tests look into.
    pub(super) table: Vec<f64>,
}
