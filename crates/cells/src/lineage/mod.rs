//! Who descends from whom, from barcodes that are cut and mended as cells divide.
//!
//! Alleles become characters ([`characters`]), these a tree ([`lineage`]) by greedy splitting, neighbour joining or
//! search for fewest edits; [`parsimony`] scores any tree on the same characters, [`branch_support`] says which
//! families would be found again, [`compare_trees`] holds two trees against each other, and [`transitions`] counts how
//! often cells changed from state to state along a tree.

mod annotate;
mod characters;
mod clades;
mod compare;
mod distance;
mod fitch;
mod greedy;
mod join;
mod patterns;
mod score;
mod search;
mod support;
mod topology;
mod transitions;

pub use characters::{CharacterParams, Characters, MISSING, UNCUT, characters};
pub use compare::{TreeAgreement, compare_trees};
pub use score::{Parsimony, parsimony};
pub use support::branch_support;
pub use transitions::{Transition, TransitionParams, Transitions, transitions};

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use lca_graph::Lineage;
use patterns::Patterns;
use search::Effort;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use topology::Topology;

/// How a tree is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineageMethod {
    /// Splits by the edit that most cells share, again and again (Jones et al. 2020).
    Greedy,
    /// Joins the most alike (Saitou & Nei 1987); time and memory grow with the square of the cells at least.
    NeighborJoining,
    /// Searches for the tree with fewest edits, beginning with the greedy one.
    #[default]
    Parsimony,
}

/// How trees are made of characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LineageParams {
    /// How the tree is found. Default `parsimony`.
    pub method: LineageMethod,
    /// How likely each allele is to arise, by its name: rarer ones count more in `greedy` and
    /// `neighbor-joining` (by the negative logarithm). One that is not named is taken to be as rare as
    /// the rarest that is. Default: none, all count the same. Edits are counted without weights in any case.
    pub priors: Option<BTreeMap<String, f64>>,
    /// Trees that the search begins with: the greedy one, and others of random order. Default 2.
    pub starts: usize,
    /// Rounds in which the search weighs sites at random to leave local optima. Default 50.
    pub rounds: usize,
    /// Branches that the search looks at, at most, all starts together: the bound of its time. Default 10⁹,
    /// about 10 seconds of one processor with 20 sites.
    pub branches: u64,
    /// Whether inner branches without an edit are left out, so that what is not known is not shown. Default true.
    pub collapse: bool,
    /// Seed of the search. Default 0.
    pub seed: u64,
}

impl Default for LineageParams {
    fn default() -> Self {
        Self {
            method: LineageMethod::default(),
            priors: None,
            starts: 2,
            rounds: 50,
            branches: 1_000_000_000,
            collapse: true,
            seed: 0,
        }
    }
}

/// A tree of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct LineageTree {
    /// The tree: leaves are named as the cells, lengths of branches are edits.
    pub tree: Lineage,
    /// The edits it needs.
    pub parsimony: Parsimony,
    /// How many cells differ from each other at all; the others are sisters of one that is alike.
    pub distinct: usize,
    /// What it was made of.
    characters: Characters,
}

/// Finds the tree of the cells by the method that `params` names.
///
/// Every tree is rooted at a founder in which all sites are uncut. The same characters and seed give the same
/// tree on any number of threads.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two cells or without sites, [`CellsError::Parameter`] for parameters out of
/// range, [`CellsError::Length`] when parts of the characters do not fit each other.
pub fn lineage(characters: &Characters, params: &LineageParams) -> Result<LineageTree, CellsError> {
    let weights = check(characters, params)?;
    let patterns = Patterns::new(characters.states.view());
    let tree = topology(&patterns, &weights, params);
    let tree = tree.lineage(&patterns, characters)?;
    let parsimony = parsimony(&tree, characters)?;
    Ok(LineageTree { tree, parsimony, distinct: patterns.count(), characters: characters.clone() })
}

/// The tree of the patterns.
fn topology(patterns: &Patterns, weights: &[Vec<f64>], params: &LineageParams) -> Topology {
    let tree = match params.method {
        _ if patterns.count() == 1 => Topology { leaves: 1, children: vec![Vec::new(), vec![0]], root: 1 },
        LineageMethod::Greedy => greedy::greedy(patterns, weights),
        LineageMethod::NeighborJoining => join::join(distance::distances(patterns, weights)),
        LineageMethod::Parsimony => {
            let effort = Effort {
                starts: params.starts,
                rounds: params.rounds,
                branches: params.branches,
                seed: params.seed,
            };
            search::search(&greedy::greedy(patterns, weights), patterns, &effort)
        }
    };
    if params.collapse { tree.collapsed(patterns) } else { tree }
}

/// Checks the input; the weight of each state of each site.
fn check(characters: &Characters, params: &LineageParams) -> Result<Vec<Vec<f64>>, CellsError> {
    let Characters { cells, sites, alleles, states, .. } = characters;
    at_least("cells with barcodes", cells.len(), 2)?;
    at_least("sites that are edited in some cell", sites.len(), 1)?;
    length("the rows of characters", states.nrows(), cells.len())?;
    length("the columns of characters", states.ncols(), sites.len())?;
    length("the alleles of sites", alleles.len(), sites.len())?;
    for (column, alleles) in states.columns().into_iter().zip(alleles) {
        let most = column.iter().filter(|&&state| state != MISSING).max().copied().unwrap_or(0);
        length("the alleles of a site", alleles.len(), alleles.len().max(usize::from(most)))?;
    }
    parameter("starts", params.starts, "give at least 1", params.starts > 0)?;
    let priors = params.priors.as_ref().filter(|priors| !priors.is_empty());
    for (allele, &prior) in priors.into_iter().flatten() {
        let rule = "a prior must be above 0 and at most 1";
        parameter("priors", format!("{prior} for {allele}"), rule, prior > 0.0 && prior <= 1.0)?;
    }
    let rarest = priors.map_or(1.0, |priors| priors.values().copied().fold(1.0, f64::min));
    let weight = |allele: &String| priors.map_or(1.0, |priors| -priors.get(allele).unwrap_or(&rarest).ln());
    let of_site = |alleles: &Vec<String>| std::iter::once(0.0).chain(alleles.iter().map(weight)).collect();
    Ok(alleles.iter().map(of_site).collect())
}
