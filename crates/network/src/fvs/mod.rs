//! Minimum feedback vertex sets: the fewest nodes without which a network has no cycle. Holding them decides the
//! long-term behaviour of every dynamics on the network (Mochizuki, Fiedler et al. 2013,
//! doi:10.1016/j.jtbi.2013.06.009).

mod bound;
mod cycle;
mod list;
mod reduce;
pub(crate) mod scc;
mod search;
mod work;

use crate::{Digraph, NetworkError};
use lca_core::Progress;
use list::{Listing, list};
use search::Search;
use work::Work;

/// What is done with nodes that act on themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SelfLoops {
    /// A self-loop is a cycle, so its node is in every set.
    #[default]
    Keep,
    /// Self-loops are not looked at: decay and saturation do not decide states.
    Drop,
}

/// How feedback vertex sets are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FvsOptions {
    /// What is done with self-loops.
    pub self_loops: SelfLoops,
    /// How many sets are listed at most.
    pub sets: usize,
    /// How many branches the search for the minimum may take, and as many again the list; where the list takes more,
    /// one set is returned. A branch of a graph with many nodes and edges counts as several.
    pub branches: u64,
}

impl Default for FvsOptions {
    fn default() -> Self {
        Self { self_loops: SelfLoops::Keep, sets: 1000, branches: 50_000 }
    }
}

/// The smallest sets of nodes that break all cycles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackVertexSets {
    /// How many nodes each has.
    pub minimum: usize,
    /// The sets, each rising, in rising order; no more than were asked for.
    pub sets: Vec<Vec<usize>>,
    /// How many there are; none where the list was cut off before that was known.
    pub count: Option<u128>,
    /// Why none is smaller.
    pub proof: FvsProof,
}

impl FeedbackVertexSets {
    /// Whether every set is listed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.count == Some(self.sets.len() as u128)
    }
}

/// Why no set is smaller: either there are as many disjoint cycles as nodes, which anyone can check, or every
/// smaller set was ruled out by branching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FvsProof {
    /// Cycles of which no two share a node, each from its smallest node on: at least as many nodes are needed.
    pub cycles: Vec<Vec<usize>>,
    /// How often the search for the minimum tried a node both in the set and out of it.
    pub branches: u64,
}

/// All minimum feedback vertex sets of a graph: reductions, then branch and bound on strongly connected
/// components with disjoint cycles as lower bound; then the sets of that size one by one.
///
/// # Errors
/// [`NetworkError::Unproven`] when the search would need more branches than allowed; or on request.
pub fn feedback_vertex_sets(
    graph: &Digraph,
    options: &FvsOptions,
    progress: &dyn Progress,
) -> Result<FeedbackVertexSets, NetworkError> {
    let work = prepare(graph, options.self_loops);
    let mut search = Search::new(&work, options.branches, progress);
    let one = search.smallest(work.clone(), usize::MAX)?.unwrap_or_default();
    let (minimum, branches) = (one.len(), search.branches);
    // The minimum stands even where the list takes more branches than allowed.
    let mut search = Search::new(&work, options.branches, progress);
    let listing = match list(&mut search, work.clone(), minimum, options.sets.max(1)) {
        Err(NetworkError::Unproven { .. }) => Listing { sets: vec![one], count: None },
        listing => listing?,
    };
    let mut sets = listing.sets;
    sets.iter_mut().for_each(|set| set.sort_unstable());
    sets.sort();
    let mut cycles = bound::disjoint_cycles(&work);
    cycles.iter_mut().for_each(|cycle| from_smallest(cycle));
    Ok(FeedbackVertexSets { minimum, sets, count: listing.count, proof: FvsProof { cycles, branches } })
}

/// Whether a graph has no cycle once some nodes are taken away.
#[must_use]
pub fn breaks_all_cycles(graph: &Digraph, set: &[usize], self_loops: SelfLoops) -> bool {
    let mut work = prepare(graph, self_loops);
    set.iter().filter(|node| **node < graph.nodes()).for_each(|&node| work.remove(node));
    work.split().is_empty()
}

fn prepare(graph: &Digraph, self_loops: SelfLoops) -> Work {
    let kept = |source: usize, target: usize| source != target || self_loops == SelfLoops::Keep;
    let of = |(source, targets): (usize, &Vec<usize>)| {
        targets.iter().copied().filter(|&target| kept(source, target)).collect()
    };
    Work::new((0..graph.nodes()).collect(), graph.successors().iter().enumerate().map(of).collect())
}

fn from_smallest(cycle: &mut [usize]) {
    let first = cycle.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(at, _)| at);
    cycle.rotate_left(first);
}
