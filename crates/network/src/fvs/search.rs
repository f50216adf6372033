use super::bound::{busiest, greedy, lower_bound};
use super::reduce::{Keep, reduce};
use super::work::Work;
use crate::NetworkError;
use lca_core::Progress;

/// Branch and bound over which nodes are in the set.
pub(super) struct Search<'p> {
    /// How often a node was tried both in the set and out of it.
    pub(super) branches: u64,
    most: u64,
    /// What is known without branching: no fewer and no more nodes are needed.
    known: (usize, usize),
    progress: &'p dyn Progress,
}

impl<'p> Search<'p> {
    pub(super) fn new(work: &Work, most: u64, progress: &'p dyn Progress) -> Self {
        let known = (lower_bound(work, usize::MAX), greedy(work).len());
        Self { branches: 0, most, known, progress }
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
        self.count()?;
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

    fn count(&mut self) -> Result<(), NetworkError> {
        self.branches += 1;
        self.progress.at(self.branches, self.most)?;
        if self.branches > self.most {
            return Err(NetworkError::Argument {
                what: "feedback vertex set",
                why: format!(
                    "no proof within {} branches: the minimum is from {} to {} nodes; allow more, or ask for a part \
                     of the network",
                    self.most, self.known.0, self.known.1
                ),
            });
        }
        Ok(())
    }
}
