use super::clades::Clades;
use super::patterns::Patterns;
use super::{Characters, LineageMethod, LineageParams, LineageTree, check, topology};
use crate::CellsError;
use lca_numerics::rng;
use ndarray::Axis;
use rand::RngExt;
use rayon::prelude::*;

/// Says for every family of a tree how often it is found again when as many sites are drawn at random, with
/// repeats, from all (the bootstrap of Felsenstein 1985): a share of `replicates`, which becomes `support` of the
/// nodes of the tree.
///
/// Trees are made by the method of `params`, but a search climbs once, from the greedy tree alone. Memory: the
/// tree of each replicate that is at work.
///
/// # Errors
/// As [`super::lineage`].
pub fn branch_support(
    tree: &mut LineageTree,
    characters: &Characters,
    replicates: usize,
    params: &LineageParams,
) -> Result<(), CellsError> {
    let weights = check(characters, params)?;
    let clades = Clades::new(&tree.tree);
    let quick = match params.method {
        LineageMethod::Parsimony => LineageParams { starts: 1, rounds: 0, ..params.clone() },
        _ => params.clone(),
    };
    let again = |replicate: usize| -> Result<Vec<u32>, CellsError> {
        let mut random = rng(params.seed, 1 << 32 | replicate as u64);
        let sites = characters.sites.len();
        let drawn: Vec<usize> = (0..sites).map(|_| random.random_range(0..sites)).collect();
        let patterns = Patterns::new(characters.states.select(Axis(1), &drawn).view());
        let weights: Vec<Vec<f64>> = drawn.iter().map(|&site| weights[site].clone()).collect();
        let seed = params.seed.wrapping_add(replicate as u64);
        let found = topology(&patterns, &weights, &LineageParams { seed, ..quick.clone() });
        Ok(clades.shared(&found.lineage(&patterns, characters)?).0)
    };
    let found: Vec<Vec<u32>> = (0..replicates).into_par_iter().map(again).collect::<Result<_, _>>()?;
    let mut counts = std::collections::BTreeMap::<u32, usize>::new();
    found.into_iter().flatten().for_each(|node| *counts.entry(node).or_default() += 1);
    let inner: Vec<u32> =
        tree.tree.nodes().filter(|node| !node.children.is_empty()).map(|node| node.id).collect();
    let known = inner.into_iter().filter(|id| clades.holds(*id));
    let share = |id: u32| (id, counts.get(&id).copied().unwrap_or(0) as f64 / replicates.max(1) as f64);
    tree.tree.set_support(known.map(share).collect::<Vec<_>>());
    Ok(())
}
