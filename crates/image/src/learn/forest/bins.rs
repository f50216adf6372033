use rayon::prelude::*;

/// Samples with each feature as one of at most 255 levels, so that a node's cuts are read off a
/// histogram.
pub(super) struct Bins {
    pub(super) samples: usize,
    /// For each feature the level of each sample.
    pub(super) levels: Vec<Vec<u8>>,
    /// For each feature the greatest value of each level but the last.
    pub(super) edges: Vec<Vec<f32>>,
}

/// How many samples the levels are taken from.
const SAMPLE: usize = 20_000;

impl Bins {
    pub(super) fn new(inputs: &[f32], features: usize) -> Self {
        let samples = inputs.len() / features;
        let columns: Vec<&[f32]> = inputs.chunks(samples).collect();
        let (levels, edges) = columns.into_par_iter().map(binned).unzip();
        Self { samples, levels, edges }
    }
}

fn binned(column: &[f32]) -> (Vec<u8>, Vec<f32>) {
    let step = column.len().div_ceil(SAMPLE).max(1);
    let mut sorted: Vec<f32> = column.iter().step_by(step).copied().collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let at = |level: usize| sorted[(level * sorted.len() / 255).min(sorted.len() - 1)];
    let mut edges: Vec<f32> = (1..255).map(at).collect();
    edges.dedup();
    let level = |value: &f32| edges.partition_point(|edge| edge < value) as u8;
    (column.iter().map(level).collect(), edges)
}
