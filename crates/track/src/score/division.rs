use super::lineage::{Graph, Node};
use std::collections::{BTreeMap, BTreeSet};

/// Counts of divisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DivisionCounts {
    /// In the truth.
    pub truth: usize,
    /// In the result.
    pub found: usize,
    /// In both.
    pub hit: usize,
}

/// A division counts as found when mother and daughters are the same cells, at most `tolerance` frames
/// earlier or later. `unique` maps nodes of the result to those of the truth. With a `partial` truth only
/// divisions whose three cells the truth has are looked at.
pub(super) fn count(
    truth: &Graph,
    result: &Graph,
    unique: &BTreeMap<Node, Node>,
    tolerance: u32,
    partial: bool,
) -> DivisionCounts {
    let mut open: Vec<(Node, BTreeSet<Node>)> = result.mothers().into_iter().collect();
    if partial {
        open.retain(|(mother, daughters)| {
            daughters.iter().chain([mother]).all(|node| unique.contains_key(node))
        });
    }
    let found = open.len();
    let mut hit = 0;
    for (mother, daughters) in truth.mothers() {
        let same = |(other, children): &(Node, BTreeSet<Node>)| {
            other.0.abs_diff(mother.0) <= tolerance
                && meet(truth, (mother, &daughters), result, (*other, children), unique)
        };
        if let Some(at) = open.iter().position(same) {
            open.remove(at);
            hit += 1;
        }
    }
    DivisionCounts { truth: truth.mothers().len(), found, hit }
}

fn meet(
    true_lines: &Graph,
    truth: (Node, &BTreeSet<Node>),
    found_lines: &Graph,
    found: (Node, &BTreeSet<Node>),
    unique: &BTreeMap<Node, Node>,
) -> bool {
    let before = truth.0.0.min(found.0.0);
    let mother = true_lines.at(truth.0, before);
    let other = found_lines.at(found.0, before).and_then(|node| unique.get(&node).copied());
    let births = truth.1.iter().chain(found.1).map(|node| node.0);
    let after = births.max().unwrap_or(before);
    let daughters: Option<BTreeSet<Node>> = truth.1.iter().map(|&node| true_lines.at(node, after)).collect();
    let others: Option<BTreeSet<Node>> = found
        .1
        .iter()
        .map(|&node| found_lines.at(node, after).and_then(|node| unique.get(&node).copied()))
        .collect();
    mother.is_some() && mother == other && daughters.is_some() && daughters == others
}
