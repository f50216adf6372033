use super::super::characters::{MISSING, UNCUT};
use super::super::topology::NONE;
use super::binary::Binary;

/// What a pruned node costs on each branch, and room to work in.
#[derive(Debug, Default)]
pub(super) struct Scan {
    costs: Vec<u32>,
    away: Vec<bool>,
    states: Vec<u16>,
    fresh: Vec<u16>,
    weights: Vec<u16>,
}

impl Scan {
    /// Computes the edits that a pruned node adds on the branch above every node of the tree.
    pub(super) fn run(&mut self, tree: &Binary, node: u32) {
        let nodes = tree.parent.len();
        self.mark(tree, node, nodes);
        self.load(tree, node);
        self.costs.clear();
        self.costs.resize(nodes, u32::MAX);
        let rows = tree.edit.chunks_exact(tree.stride).zip(tree.breaks.chunks_exact(tree.stride));
        for (((edit, breaks), cost), away) in rows.zip(&mut self.costs).zip(&self.away) {
            if !away {
                *cost = added(edit, breaks, &self.states, &self.fresh, &self.weights);
            }
        }
    }

    /// Edits added on the branch above one node.
    pub(super) fn cost(&self, node: u32) -> u32 {
        self.costs[node as usize]
    }

    /// The least cost and how many branches have it.
    pub(super) fn least(&self) -> (u32, usize) {
        let least = self.costs.iter().copied().min().unwrap_or(u32::MAX);
        (least, self.costs.iter().filter(|&&cost| cost == least).count())
    }

    /// The n-th branch (from 0) of that cost.
    pub(super) fn nth(&self, cost: u32, n: usize) -> Option<u32> {
        let mut with = self.costs.iter().enumerate().filter(|(_, found)| **found == cost);
        with.nth(n).map(|(at, _)| at as u32)
    }

    /// Marks what is not in the tree: the node, all below it, its floating mother, and what has no mother yet.
    fn mark(&mut self, tree: &Binary, node: u32, nodes: usize) {
        self.away.clear();
        self.away.extend((0..nodes).map(|at| tree.parent[at] == NONE && at as u32 != tree.root));
        let mut open = vec![node];
        while let Some(at) = open.pop() {
            self.away[at as usize] = true;
            let [one, other] = tree.children[at as usize];
            if one != NONE {
                open.extend([one, other]);
            }
        }
    }

    fn load(&mut self, tree: &Binary, node: u32) {
        self.states.clear();
        self.states.extend_from_slice(&tree.label[tree.range(node)]);
        self.fresh.clear();
        self.fresh.extend(self.states.iter().map(|&state| u16::from(state != UNCUT)));
        self.weights.clear();
        let weight = |(&state, &weight): (&u16, &u16)| if state == MISSING { 0 } else { weight };
        self.weights.extend(self.states.iter().zip(&tree.weight).map(weight));
    }
}

/// Edits added where a branch inherits `edit`: none at a site where that is the node's own state, else what
/// breaking it costs, and one where the node is edited.
fn added(edit: &[u16], breaks: &[u16], states: &[u16], fresh: &[u16], weights: &[u16]) -> u32 {
    let (mut sum, count) = (0_u32, states.len());
    let (edit, breaks, fresh, weights) =
        (&edit[..count], &breaks[..count], &fresh[..count], &weights[..count]);
    for at in 0..count {
        let differs = u16::from(edit[at] != states[at]);
        sum += u32::from(breaks[at] + fresh[at]) * u32::from(differs * weights[at]);
    }
    sum
}
