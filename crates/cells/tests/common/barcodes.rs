//! Made lineages: cells divide, their barcodes are cut, and some are lost.

use lca_cells::{Characters, MISSING};
use lca_graph::{Branch, Lineage};
use lca_numerics::{Rng, rng};
use ndarray::Array2;
use rand::RngExt;

/// How barcodes are made.
pub(crate) struct Making {
    pub(crate) cells: usize,
    pub(crate) sites: usize,
    /// Alleles that a cut may leave behind; the k-th is as likely as 0.9 to the power of k.
    pub(crate) alleles: u16,
    /// Share of sites that are cut by the end.
    pub(crate) cut: f64,
    /// Share of entries that are lost in a line of descent by the end, and as many when the cells are read.
    pub(crate) lost: f64,
    pub(crate) seed: u64,
}

/// A tree of cells of which each divides at random times (Yule), and the alleles they end with.
pub(crate) fn made(making: &Making) -> (Lineage, Characters) {
    let mut random = rng(making.seed, 0);
    let (branches, times) = yule(making.cells, &mut random);
    let depth = leaf_time(&branches, &times);
    let (cut, lost) = (-(1.0 - making.cut).ln() / depth, -(1.0 - making.lost).ln() / depth);
    let mut states: Vec<Vec<u16>> = Vec::new();
    for (branch, time) in branches.iter().zip(&times) {
        let mut own =
            branch.parent.map_or_else(|| vec![0; making.sites], |parent| states[parent as usize].clone());
        for state in &mut own {
            if *state == 0 && random.random::<f64>() < 1.0 - (-cut * time).exp() {
                *state = allele(making.alleles, &mut random);
            }
            if random.random::<f64>() < 1.0 - (-lost * time).exp() {
                *state = MISSING;
            }
        }
        states.push(own);
    }
    let leaves: Vec<usize> = (0..branches.len()).filter(|&at| branches[at].name.is_some()).collect();
    let mut entries =
        Array2::from_shape_fn((making.cells, making.sites), |(cell, site)| states[leaves[cell]][site]);
    entries.iter_mut().filter(|_| random.random::<f64>() < making.lost).for_each(|state| *state = MISSING);
    let characters = Characters {
        cells: leaves.iter().filter_map(|&at| branches[at].name.clone()).collect(),
        sites: (0..making.sites).map(|site| format!("s{site}")).collect(),
        alleles: vec![(1..=making.alleles).map(|at| format!("a{at}")).collect(); making.sites],
        states: entries,
        left_out: Vec::new(),
    };
    (Lineage::from_branches(branches).unwrap(), characters)
}

fn allele(alleles: u16, random: &mut Rng) -> u16 {
    let total: f64 = (0..alleles).map(|at| 0.9_f64.powi(i32::from(at))).sum();
    let mut left = random.random::<f64>() * total;
    for at in 0..alleles {
        left -= 0.9_f64.powi(i32::from(at));
        if left <= 0.0 {
            return at + 1;
        }
    }
    alleles
}

/// Branches, mothers first, and how long each lasts. Leaves alone have names.
fn yule(cells: usize, random: &mut Rng) -> (Vec<Branch>, Vec<f64>) {
    let (mut branches, mut times) = (vec![Branch::default()], vec![0.0]);
    let mut alive = vec![0_usize];
    loop {
        let wait = -(1.0 - random.random::<f64>()).ln() / alive.len() as f64;
        alive.iter().for_each(|&at| times[at] += wait);
        if alive.len() == cells {
            break;
        }
        let mother = alive.swap_remove(random.random_range(0..alive.len()));
        for _ in 0..2 {
            alive.push(branches.len());
            branches.push(Branch { parent: Some(mother as u32), ..Branch::default() });
            times.push(0.0);
        }
    }
    alive.sort_unstable();
    alive.iter().enumerate().for_each(|(cell, &at)| branches[at].name = Some(format!("c{cell}")));
    (branches, times)
}

fn leaf_time(branches: &[Branch], times: &[f64]) -> f64 {
    let (mut at, mut sum) = (branches.len() - 1, 0.0);
    loop {
        sum += times[at];
        match branches[at].parent {
            Some(parent) => at = parent as usize,
            None => return sum,
        }
    }
}
