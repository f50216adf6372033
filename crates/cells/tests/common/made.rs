//! Made counts with known groups and marker genes.

#![allow(dead_code, reason = "not every test uses all")]

use lca_numerics::{Csr, rng, sparse};
use ndarray::Array2;
use rand::RngExt;

pub(crate) const GENES: usize = 600;
/// Genes that are raised in each group: group `g` has genes `20 g .. 20 g + 20`.
pub(crate) const MARKERS: usize = 20;

/// Counts of cells in groups 0, 1, … in turn. Marker genes have means from 0.1 to 0.9, ten times
/// that in their group; the other genes have means from 0.3 to 3. Cells differ in depth up to threefold.
pub(crate) fn groups(cells: usize, groups: usize, seed: u64) -> (Csr<f32>, Vec<u32>) {
    let mut random = rng(seed, 0);
    let labels: Vec<u32> = (0..cells).map(|cell| (cell % groups) as u32).collect();
    let counts = Array2::from_shape_fn((cells, GENES), |(cell, gene)| {
        let base = 0.1 + 0.04 * (gene % MARKERS) as f64;
        let mean = match gene / MARKERS {
            group if group == labels[cell] as usize => 10.0 * base,
            group if group < groups => base,
            _ => 0.3 + 0.225 * (gene * 7 % 13) as f64,
        };
        poisson(mean * (0.5 + (cell % 7) as f64 / 6.0), &mut random)
    });
    (sparse::from_dense(counts.view()), labels)
}

/// A Poisson number by Knuth's product of uniforms.
fn poisson(mean: f64, random: &mut lca_numerics::Rng) -> f32 {
    let (limit, mut product, mut count) = ((-mean).exp(), random.random::<f64>(), 0);
    while product > limit {
        product *= random.random::<f64>();
        count += 1;
    }
    count as f32
}

pub(crate) fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("g{at}")).collect()
}
