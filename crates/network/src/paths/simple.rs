use super::reach::distances;
use super::steps::{Path, Steps};
use crate::NetworkError;
use lca_graph::MolecularNetwork;

/// All ways from one molecule to another of at most `longest` steps, shortest first, ways of one length
/// in the order of their molecules; the first `limit` of them, and whether there are more. From a
/// molecule to itself they are the loops through it.
///
/// The search goes only where the target can still be reached in the steps that are left.
///
/// # Errors
/// When an end is no place of a molecule.
pub fn simple_paths(
    network: &MolecularNetwork,
    from: usize,
    to: usize,
    longest: usize,
    limit: usize,
) -> Result<(Vec<Path>, bool), NetworkError> {
    let steps = Steps::of(network);
    steps.check(from, to)?;
    let left = distances(&steps.backward(), to);
    let mut search =
        Search { steps: &steps, left, to, limit, on: vec![false; steps.onward.len()], found: Vec::new() };
    // A way that meets no molecule twice has at most as many steps as there are molecules.
    for length in 1..=longest.min(steps.onward.len()) {
        search.go(from, length);
        if search.found.len() > limit {
            break;
        }
    }
    let more = search.found.len() > limit;
    search.found.truncate(limit);
    Ok((search.found.into_iter().map(|molecules| steps.path(molecules)).collect(), more))
}

struct Search<'s> {
    steps: &'s Steps,
    left: Vec<Option<usize>>,
    to: usize,
    limit: usize,
    on: Vec<bool>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Finds the ways of exactly `length` steps.
    fn go(&mut self, from: usize, length: usize) {
        let steps = self.steps;
        self.on.fill(false);
        self.on[from] = true;
        let mut way = vec![from];
        let mut open = vec![steps.onward[from].keys()];
        while let Some(choices) = open.last_mut() {
            // Steps that are left from the last molecule of the way.
            let rest = (length + 1).saturating_sub(way.len());
            match choices.next().copied() {
                _ if self.found.len() > self.limit => break,
                None => {
                    open.pop();
                    way.pop().into_iter().for_each(|place| self.on[place] = false);
                }
                Some(next) if next == self.to => {
                    if rest == 1 {
                        self.found.push(way.iter().copied().chain([next]).collect());
                    }
                }
                Some(next) if !self.on[next] && self.left[next].is_some_and(|left| left < rest) => {
                    self.on[next] = true;
                    way.push(next);
                    open.push(steps.onward[next].keys());
                }
                Some(_) => {}
            }
        }
    }
}
