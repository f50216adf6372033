use super::super::patterns::Patterns;
use super::super::topology::{NONE, Topology};

/// Sites are padded with missing ones up to a multiple of this, so that loops over them need no rest.
const LANES: usize = 16;

/// A rooted tree in which every mother has two daughters, with what is needed to know at once what
/// any change of it costs. Leaves come first; one inner node may float, detached from all.
#[derive(Debug, Clone)]
pub(super) struct Binary {
    pub(super) leaves: usize,
    pub(super) stride: usize,
    pub(super) root: u32,
    pub(super) parent: Vec<u32>,
    pub(super) children: Vec<[u32; 2]>,
    /// Nodes × sites: the states of ancestors, as [`super::super::score::Labels`] defines them.
    pub(super) label: Vec<u16>,
    /// Nodes × sites: the edit that a cell put on the branch above the node would inherit; 0 for none.
    pub(super) edit: Vec<u16>,
    /// Nodes × sites: how many more edits it costs to put a cell without that edit there.
    pub(super) breaks: Vec<u16>,
    /// How much an edit of each site costs; 0 for those that pad.
    pub(super) weight: Vec<u16>,
}

impl Binary {
    /// A tree of the first pattern alone; the others float.
    pub(super) fn alone(patterns: &Patterns) -> Self {
        let (leaves, sites) = patterns.states.dim();
        let stride = sites.next_multiple_of(LANES);
        let nodes = 2 * leaves - 1;
        let mut label = vec![super::super::characters::MISSING; nodes * stride];
        for (row, into) in patterns.states.rows().into_iter().zip(label.chunks_exact_mut(stride)) {
            row.iter().zip(into).for_each(|(&state, into)| *into = state);
        }
        let weight = (0..stride).map(|site| u16::from(site < sites)).collect();
        let mut tree = Self {
            leaves,
            stride,
            root: 0,
            parent: vec![NONE; nodes],
            children: vec![[NONE; 2]; nodes],
            label,
            edit: vec![0; nodes * stride],
            breaks: vec![0; nodes * stride],
            weight,
        };
        tree.settle(&mut vec![0]);
        tree
    }

    /// A tree whose mothers of more than two daughters are given helpers, one daughter each.
    pub(super) fn new(topology: &Topology, patterns: &Patterns) -> Self {
        let mut tree = Self::alone(patterns);
        let mut inner = tree.leaves as u32;
        // The node of `tree` that stands for each node of the topology, from the leaves up.
        let mut stands = vec![NONE; topology.children.len()];
        for &node in topology.preorder().iter().rev() {
            let mut found = if (node as usize) < tree.leaves { node } else { NONE };
            for &child in &topology.children[node as usize] {
                let child = stands[child as usize];
                if found == NONE {
                    found = child;
                } else {
                    tree.children[inner as usize] = [found, child];
                    tree.parent[found as usize] = inner;
                    tree.parent[child as usize] = inner;
                    found = inner;
                    inner += 1;
                }
            }
            stands[node as usize] = found;
        }
        tree.root = stands[topology.root as usize];
        tree.renew();
        tree
    }

    /// The tree for the rest of the room.
    pub(super) fn topology(&self) -> Topology {
        let daughters = |pair: &[u32; 2]| if pair[0] == NONE { Vec::new() } else { pair.to_vec() };
        let children = self.children.iter().map(daughters).collect();
        Topology { leaves: self.leaves, children, root: self.root }
    }

    pub(super) fn sibling(&self, node: u32) -> u32 {
        let parent = self.parent[node as usize];
        if parent == NONE {
            return NONE;
        }
        let [one, other] = self.children[parent as usize];
        if one == node { other } else { one }
    }

    /// Takes a node with all below it off the tree. Its mother goes with it; her other daughter, who takes her
    /// place, is returned.
    pub(super) fn prune(&mut self, node: u32) -> u32 {
        let mother = self.parent[node as usize];
        let sister = self.sibling(node);
        let above = self.parent[mother as usize];
        self.parent[sister as usize] = above;
        self.replace(above, mother, sister);
        self.parent[mother as usize] = NONE;
        self.children[mother as usize] = [node, NONE];
        self.relabel(above, sister);
        sister
    }

    /// Puts a node that was pruned onto the branch above another, under the mother it was taken off with.
    pub(super) fn attach(&mut self, node: u32, sister: u32) {
        let mother = self.parent[node as usize];
        let above = self.parent[sister as usize];
        self.replace(above, sister, mother);
        self.parent[mother as usize] = above;
        self.parent[sister as usize] = mother;
        self.children[mother as usize] = [node, sister];
        self.relabel(mother, node);
    }

    /// Makes a daughter the root or another daughter of the node above.
    fn replace(&mut self, above: u32, old: u32, new: u32) {
        if above == NONE {
            self.root = new;
        } else {
            let pair = &mut self.children[above as usize];
            pair[usize::from(pair[0] != old)] = new;
        }
    }
}
