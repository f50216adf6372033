use super::split::split;
use super::{Diffmap, Pseudotime};
use crate::CellsError;
use crate::error::parameter;
use lca_tables::Categorical;
use serde::{Deserialize, Serialize};

/// How branches are sought; the share as scanpy's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BranchParams {
    /// Forks to look for. Default 0.
    pub n_branchings: usize,
    /// A branch has at least this share of the cells. Default 0.01.
    pub min_group_size: f64,
    /// Components that are used. Default 10.
    pub n_dcs: usize,
}

impl Default for BranchParams {
    fn default() -> Self {
        Self { n_branchings: 0, min_group_size: 0.01, n_dcs: 10 }
    }
}

/// Cells in branches.
#[derive(Debug, Clone, PartialEq)]
pub struct Branches {
    /// The branch of each cell, from 0; cells at a fork, which belong to no branch surely, make a branch of their own.
    pub branch: Vec<usize>,
    /// How many there are.
    pub count: usize,
    /// Of each fork found: its three tips (cells), and how clearly the branches part, at most 2.
    pub forks: Vec<([usize; 3], f64)>,
}

/// A fork of a set of cells.
struct Fork {
    tips: [usize; 3],
    /// Cells of the three branches and, last, those of none.
    parts: Vec<Vec<usize>>,
    score: f64,
}

/// Finds forks, one after the other, each in the set of cells that it parts most clearly (Haghverdi et al. 2016,
/// supplementary note 4): along the way from a tip, distances from the two other tips fall together up to the fork, and
/// one against the other behind it. Holds three distances for each cell; time grows with the square of the cells.
///
/// # Errors
/// [`CellsError::Parameter`] for a share outside 0 to 0.5.
pub fn dpt_branches(map: &Diffmap, time: &Pseudotime, params: &BranchParams) -> Result<Branches, CellsError> {
    let share = params.min_group_size;
    parameter("min_group_size", share, "give a share from 0 to 0.5", (0.0..=0.5).contains(&share))?;
    let cells = map.piece.len();
    let least = ((share * cells as f64).ceil() as usize).max(3);
    let reached: Vec<usize> = (0..cells).filter(|&cell| time.values[cell].is_finite()).collect();
    let apart: Vec<usize> = (0..cells).filter(|&cell| !time.values[cell].is_finite()).collect();
    let (mut segments, mut forks) = (vec![reached], Vec::new());
    for _ in 0..params.n_branchings {
        let found: Vec<Option<Fork>> =
            segments.iter().map(|segment| fork(map, time, segment, least, params.n_dcs)).collect();
        let best = found.iter().enumerate().filter_map(|(at, fork)| Some((at, fork.as_ref()?.score))).fold(
            None,
            |best: Option<(usize, f64)>, next| match best {
                Some(known) if known.1 >= next.1 => Some(known),
                _ => Some(next),
            },
        );
        let Some((at, _)) = best else { break };
        let Some(fork) = found.into_iter().nth(at).flatten() else { break };
        forks.push((fork.tips, fork.score));
        segments.splice(at..=at, fork.parts);
    }
    if !apart.is_empty() {
        segments.push(apart);
    }
    let mut branch = vec![0; cells];
    for (number, segment) in segments.iter().enumerate() {
        segment.iter().for_each(|&cell| branch[cell] = number);
    }
    Ok(Branches { branch, count: segments.len(), forks })
}

fn fork(map: &Diffmap, time: &Pseudotime, segment: &[usize], least: usize, dcs: usize) -> Option<Fork> {
    if segment.len() < 3 * least {
        return None;
    }
    let first = *segment.iter().min_by(|a, b| time.values[**a].total_cmp(&time.values[**b]))?;
    let within = |from: usize| -> Vec<f64> {
        let all = map.distances(from, dcs);
        segment.iter().map(|&cell| all[cell]).collect()
    };
    let from_first = within(first);
    let second = farthest(&from_first)?;
    let from_second = within(segment[second]);
    let both: Vec<f64> = from_first.iter().zip(&from_second).map(|(a, b)| a + b).collect();
    let third = farthest(&both)?;
    let from_third = within(segment[third]);
    let distances = [from_first, from_second, from_third];
    let mut claims = vec![Vec::new(); segment.len()];
    let mut score = 0.0;
    for tip in 0..3 {
        let mut order: Vec<usize> = (0..segment.len()).collect();
        order.sort_by(|a, b| distances[tip][*a].total_cmp(&distances[tip][*b]));
        let of =
            |other: usize| -> Vec<f64> { order.iter().map(|&cell| distances[other % 3][cell]).collect() };
        let (inside, clear) = split(&of(tip + 1), &of(tip + 2), least)?;
        score += clear / 3.0;
        order[..inside].iter().for_each(|&cell| claims[cell].push(tip));
    }
    let mut parts = vec![Vec::new(); 4];
    for (at, claim) in claims.iter().enumerate() {
        // A cell that several branches claim, or none, is at the fork.
        let part = if let [tip] = claim[..] { tip } else { 3 };
        parts[part].push(segment[at]);
    }
    parts.retain(|part| !part.is_empty());
    Some(Fork { tips: [first, segment[second], segment[third]], parts, score })
}

fn farthest(distances: &[f64]) -> Option<usize> {
    (0..distances.len()).max_by(|a, b| distances[*a].total_cmp(&distances[*b]).then(b.cmp(a)))
}

impl Branches {
    /// The branches as names.
    #[must_use]
    pub fn categorical(&self) -> Categorical {
        Categorical {
            codes: self.branch.iter().map(|&branch| Some(branch as u32)).collect(),
            categories: (0..self.count).map(|branch| branch.to_string()).collect(),
            ordered: false,
        }
    }
}
