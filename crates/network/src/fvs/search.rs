use super::bound::{busiest, greedy, lower_bound};
use super::reduce::{Keep, reduce};
use super::work::Work;
use crate::NetworkError;
use lca_core::Progress;

/// So many pairs of a node and an edge cost as much as a branch: bounds walk from every node.
const BRANCH: u64 = 100_000;

/// Branch and bound over which nodes are in the set.
pub(super) struct Search<'p> {
    whole: &'p Work,
    /// How often a node was tried both in the set and out of it.
    pub(super) branches: u64,
    /// Branches, with those of large graphs counted as many.
    effort: u64,
    most: u64,
    progress: &'p dyn Progress,
}

impl<'p> Search<'p> {
    pub(super) const fn new(whole: &'p Work, most: u64, progress: &'p dyn Progress) -> Self {
        Self { whole, branches: 0, effort: 0, most, progress }
    }

    /// A smallest set of fewer than `below` nodes that breaks all cycles, by names; none where there is none.
    ///
    /// # Errors
    /// When more branches would be needed than are allowed, or on request.
    pub(super) fn smallest(
        &mut self,
        mut work: Work,
        below: usize,
    ) -> Result<Option<Vec<usize>>, NetworkError> {
        let taken = reduce(&mut work, Keep::One);
        if taken.len() >= below {
            return Ok(None);
        }
        let below = below - taken.len();
        let parts = work.split();
        let rest = match parts.as_slice() {
            [] => Some(Vec::new()),
            [one] => self.connected(one, below)?,
            _ => self.parts(&parts, below)?,
        };
        Ok(rest.map(|rest| [taken, rest].concat()))
    }

    fn parts(&mut self, parts: &[Work], below: usize) -> Result<Option<Vec<usize>>, NetworkError> {
        let mut bounds: Vec<usize> = parts.iter().map(|part| lower_bound(part, below)).collect();
        let mut all = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let others: usize = bounds.iter().sum::<usize>() - bounds[at];
            if others + bounds[at] >= below {
                return Ok(None);
            }
            let Some(found) = self.smallest(part.clone(), below - others)? else { return Ok(None) };
            bounds[at] = found.len();
            all.extend(found);
        }
        Ok((all.len() < below).then_some(all))
    }

    fn connected(&mut self, work: &Work, mut below: usize) -> Result<Option<Vec<usize>>, NetworkError> {
        self.spend(effort(work))?;
        let bound = lower_bound(work, below);
        if bound >= below {
            return Ok(None);
        }
        let mut best = None;
        let tried = greedy(work);
        if tried.len() < below {
            below = tried.len();
            best = Some(tried);
        }
        let Some(node) = busiest(work).filter(|_| bound < below) else { return Ok(best) };
        self.branches += 1;
        self.spend(1)?;
        let mut with = work.clone();
        with.remove(node);
        if let Some(mut found) = self.smallest(with, below.saturating_sub(1))? {
            found.push(work.names[node]);
            below = found.len();
            best = Some(found);
        }
        if bound < below && !work.has_self_loop(node) {
            let mut without = work.clone();
            without.contract(node);
            best = self.smallest(without, below)?.or(best);
        }
        Ok(best)
    }

    fn spend(&mut self, effort: u64) -> Result<(), NetworkError> {
        self.effort += effort;
        self.progress.at(self.effort.min(self.most), self.most)?;
        if self.effort <= self.most {
            return Ok(());
        }
        // Of a graph that is too large for the search, the lower bound is too.
        let bounded = self::effort(self.whole) <= self.most;
        Err(NetworkError::Unproven {
            branches: self.most,
            least: if bounded { lower_bound(self.whole, usize::MAX) } else { 1 },
            most: greedy(self.whole).len(),
        })
    }
}

/// What it costs to bound a graph.
fn effort(work: &Work) -> u64 {
    let edges: usize = work.nodes().map(|node| work.successors[node].len()).sum();
    work.nodes().count() as u64 * edges as u64 / BRANCH
}
