//! Search for the tree that needs fewest edits.

mod binary;
mod climb;
mod labels;
mod scan;

use super::patterns::Patterns;
use super::topology::{NONE, Topology};
use binary::Binary;
use climb::Climb;
use lca_numerics::rng;
use rand::RngExt;
use rand::seq::SliceRandom;
use rayon::prelude::*;

/// How long is searched.
pub(super) struct Effort {
    /// Trees that the search begins with.
    pub(super) starts: usize,
    /// Rounds in which sites are weighed at random.
    pub(super) rounds: usize,
    /// Branches looked at in all.
    pub(super) branches: u64,
    pub(super) seed: u64,
}

/// The tree of fewest edits that is found by pruning and regrafting subtrees (SPR), from `first` and from
/// trees to which leaves were added in random order, with rounds in which some sites weigh more so that the
/// search leaves a local optimum (the parsimony ratchet: Nixon 1999, doi:10.1111/j.1096-0031.1999.tb00277.x).
///
/// The first of equally good trees is taken, so that the result does not depend on the number of threads.
pub(super) fn search(first: &Topology, patterns: &Patterns, effort: &Effort) -> Topology {
    if patterns.count() < 3 {
        return first.clone();
    }
    let budget = effort.branches / effort.starts.max(1) as u64;
    let climb = |start: usize| {
        let random = rng(effort.seed, start as u64);
        let tree = if start == 0 { Binary::new(first, patterns) } else { Binary::alone(patterns) };
        let mut climb = Climb::new(tree, random, budget);
        if start > 0 {
            add_all(&mut climb);
        }
        ratchet(&mut climb, effort.rounds)
    };
    let found: Vec<(u64, Binary)> = (0..effort.starts.max(1)).into_par_iter().map(climb).collect();
    let best = found.into_iter().min_by_key(|(edits, _)| *edits);
    best.map_or_else(|| first.clone(), |(_, tree)| tree.topology())
}

/// Adds the leaves one by one, in random order.
fn add_all(climb: &mut Climb) {
    let leaves = climb.tree.leaves as u32;
    let mut order: Vec<u32> = (1..leaves).collect();
    order.shuffle(&mut climb.rng);
    for (at, leaf) in order.into_iter().enumerate() {
        climb.insert(leaf, leaves + at as u32);
    }
}

/// Climbs, then shakes and climbs again; the best tree and its edits.
fn ratchet(climb: &mut Climb, rounds: usize) -> (u64, Binary) {
    climb.settle(false);
    climb.settle(true);
    let mut best = (climb.tree.edits(), climb.tree.clone());
    let even = climb.tree.weight.clone();
    for _ in 0..rounds {
        if climb.left == 0 {
            break;
        }
        for weight in climb.tree.weight.iter_mut().filter(|weight| **weight > 0) {
            *weight += u16::from(climb.rng.random_range(0..4_u8) == 0);
        }
        climb.pass(true);
        climb.tree.weight.clone_from(&even);
        climb.settle(true);
        let edits = climb.tree.edits();
        if edits <= best.0 {
            best = (edits, climb.tree.clone());
        } else {
            climb.tree.clone_from(&best.1);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::characters::MISSING;
    use super::*;
    use ndarray::Array2;

    fn random_patterns(cells: usize, sites: usize, seed: u64) -> Patterns {
        let mut random = rng(seed, 7);
        let states = Array2::from_shape_simple_fn((cells, sites), || match random.random_range(0..10_u16) {
            0 => MISSING,
            at => at / 2,
        });
        Patterns::new(states.view())
    }

    #[test]
    fn every_regraft_costs_what_was_foretold() {
        for seed in 0..8 {
            let patterns = random_patterns(14, 5, seed);
            let mut climb = Climb::new(Binary::alone(&patterns), rng(seed, 0), u64::MAX);
            add_all(&mut climb);
            let mut tree = climb.tree;
            let mut scan = scan::Scan::default();
            for node in 0..tree.parent.len() as u32 {
                if node == tree.root {
                    continue;
                }
                let before = tree.edits();
                let home = tree.prune(node);
                scan.run(&tree, node);
                let now = u64::from(scan.cost(home));
                for to in 0..tree.parent.len() as u32 {
                    if scan.cost(to) == u32::MAX {
                        continue;
                    }
                    tree.attach(node, to);
                    let (label, edit) = (tree.label.clone(), tree.edit.clone());
                    let breaks = tree.breaks.clone();
                    assert_eq!(tree.edits() + now, before + u64::from(scan.cost(to)));
                    tree.renew();
                    assert!(
                        (label, edit, breaks) == (tree.label.clone(), tree.edit.clone(), tree.breaks.clone())
                    );
                    assert_eq!(tree.prune(node), to);
                }
                tree.attach(node, home);
            }
        }
    }
}
