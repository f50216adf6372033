use super::fitch::Flat;
use crate::CellsError;
use crate::error::{at_least, length};
use lca_graph::Lineage;
use lca_numerics::rng;
use lca_tables::{AnnData, Categorical, Matrix, Uns};
use ndarray::Array2;
use rand::seq::SliceRandom;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How transitions are tested.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TransitionParams {
    /// How often the states of the leaves are exchanged at random; 0 for no test. Default 1000.
    pub permutations: usize,
    /// Seed of the exchanges. Default 0.
    pub seed: u64,
}

impl Default for TransitionParams {
    fn default() -> Self {
        Self { permutations: 1000, seed: 0 }
    }
}

/// How often cells changed their state along a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Transitions {
    /// The states, in the order of the categories.
    pub states: Vec<String>,
    /// The least number of changes that explains the states of the leaves.
    pub changes: u32,
    /// Share of random exchanges (with this one) that need as few changes: small where relatives are alike.
    pub p: f64,
    /// Each ordered pair of states.
    pub pairs: Vec<Transition>,
    /// Leaves with a state.
    pub leaves: usize,
}

/// One ordered pair of states.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// The state of the mother, a place in [`Transitions::states`].
    pub from: usize,
    /// The state of the daughter.
    pub to: usize,
    /// How often, on average over all ways to explain the leaves with least changes.
    pub count: f64,
    /// The same, on average over the random exchanges.
    pub expected: f64,
    /// Share of random exchanges (with this one) in which it is as frequent or more.
    pub p_more: f64,
    /// Share of random exchanges (with this one) in which it is as rare or rarer.
    pub p_less: f64,
}

/// Counts along a tree how often cells of each state gave rise to cells of each other one. `cells` names the
/// cells whose states `states` holds; leaves that it does not name, or without a state, may have any.
///
/// The states of ancestors are those with the least number of changes (Fitch 1971); where several are equally good
/// their average counts. Against chance: the states of the leaves that have one are exchanged among them at random.
///
/// # Errors
/// [`CellsError::Length`] when `states` is of another number of cells, [`CellsError::TooFew`] when fewer than two
/// leaves or states are known.
pub fn transitions(
    tree: &Lineage,
    cells: &[String],
    states: &Categorical,
    params: &TransitionParams,
) -> Result<Transitions, CellsError> {
    length("the states of cells", states.codes.len(), cells.len())?;
    let flat = Flat::new(tree);
    let of: HashMap<&str, u32> =
        cells.iter().zip(&states.codes).filter_map(|(cell, code)| Some((cell.as_str(), (*code)?))).collect();
    let count = states.categories.len();
    let known: Vec<Option<usize>> = flat
        .names
        .iter()
        .map(|name| of.get(name.as_str()).map(|&code| code as usize).filter(|&code| code < count))
        .collect();
    let mut found: Vec<usize> = known.iter().flatten().copied().collect();
    let leaves = found.len();
    at_least("leaves of the tree with a state", leaves, 2)?;
    found.sort_unstable();
    found.dedup();
    at_least("states among the leaves of the tree", found.len(), 2)?;
    let (changes, counts) = flat.changes(&known, count);
    let random = exchange(&flat, &known, count, params);
    Ok(Transitions {
        p: share(&random, |(other, _)| *other <= changes),
        pairs: pairs(&counts, &random, count),
        states: states.categories.clone(),
        changes,
        leaves,
    })
}

/// Changes when the known states are exchanged at random, each time from a random stream of its own.
fn exchange(
    flat: &Flat,
    known: &[Option<usize>],
    count: usize,
    params: &TransitionParams,
) -> Vec<(u32, Vec<f64>)> {
    let once = |at: usize| {
        let mut values: Vec<usize> = known.iter().flatten().copied().collect();
        values.shuffle(&mut rng(params.seed, at as u64));
        let mut values = values.into_iter();
        let exchanged: Vec<Option<usize>> =
            known.iter().map(|state| state.and_then(|_| values.next())).collect();
        flat.changes(&exchanged, count)
    };
    (0..params.permutations).into_par_iter().map(once).collect()
}

/// Share of the exchanges, and the data themselves, for which something holds.
fn share(random: &[(u32, Vec<f64>)], holds: impl Fn(&(u32, Vec<f64>)) -> bool) -> f64 {
    (random.iter().filter(|one| holds(one)).count() + 1) as f64 / (random.len() + 1) as f64
}

/// Averages over ways are compared within rounding.
const SAME: f64 = 1e-9;

fn pairs(counts: &[f64], random: &[(u32, Vec<f64>)], count: usize) -> Vec<Transition> {
    let pair = |at: usize| {
        let here = counts[at];
        let sum: f64 = random.iter().map(|(_, other)| other[at]).sum();
        Transition {
            from: at / count,
            to: at % count,
            count: here,
            expected: sum / random.len().max(1) as f64,
            p_more: share(random, |(_, other)| other[at] >= here - SAME),
            p_less: share(random, |(_, other)| other[at] <= here + SAME),
        }
    };
    (0..count * count).filter(|at| at / count != at % count).map(pair).collect()
}

impl Transitions {
    /// How often each state (row) gave rise to each other one (column).
    #[must_use]
    pub fn matrix(&self) -> Array2<f64> {
        let mut matrix = Array2::zeros((self.states.len(), self.states.len()));
        self.pairs.iter().for_each(|pair| matrix[[pair.from, pair.to]] = pair.count);
        matrix
    }

    /// Writes `uns["lineage_transitions"]`: the states, the counts (rows: from), the changes and their p value.
    pub fn annotate(&self, part: &mut AnnData) {
        let entries = [
            ("states".to_owned(), Uns::Texts(self.states.clone())),
            ("counts".to_owned(), Uns::Matrix(Matrix::DenseF64(self.matrix()))),
            ("changes".to_owned(), Uns::Int(i64::from(self.changes))),
            ("p".to_owned(), Uns::Float(self.p)),
        ];
        part.uns.insert("lineage_transitions".into(), Uns::Map(entries.into()));
    }
}
