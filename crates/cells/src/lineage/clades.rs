use lca_graph::Lineage;
use std::collections::{HashMap, HashSet};

/// The families of one tree, by which those of others are looked up in linear time (Day 1985): with leaves
/// numbered in the order of this tree, each of its families is an interval.
pub(super) struct Clades {
    ranks: HashMap<String, u32>,
    /// First and last rank of each family of more than one and not all, and one node that holds it.
    intervals: HashMap<(u32, u32), u32>,
    nodes: HashSet<u32>,
}

impl Clades {
    pub(super) fn new(tree: &Lineage) -> Self {
        let leaves = tree.roots().iter().flat_map(|&root| tree.family(root));
        let leaves = leaves.filter_map(|id| tree.node(id)).filter(|node| node.children.is_empty());
        let names = leaves.filter_map(|leaf| leaf.name.clone());
        let mut clades = Self {
            ranks: names.enumerate().map(|(at, name)| (name, at as u32)).collect(),
            intervals: HashMap::new(),
            nodes: HashSet::new(),
        };
        for (id, low, high, count) in clades.spans(tree) {
            if high - low + 1 == count {
                clades.intervals.insert((low, high), id);
            }
        }
        clades.nodes = clades.intervals.values().copied().collect();
        clades
    }

    pub(super) fn count(&self) -> usize {
        self.intervals.len()
    }

    /// Whether a node's family is one of those looked for.
    pub(super) fn holds(&self, node: u32) -> bool {
        self.nodes.contains(&node)
    }

    /// The nodes of this tree whose families are in another tree too, in order, and how many different families
    /// the other has.
    pub(super) fn shared(&self, other: &Lineage) -> (Vec<u32>, usize) {
        let (mut shared, mut strange) = (Vec::new(), 0);
        let mut spans = self.spans(other);
        // A family that several nodes hold, each the only daughter of the one before, counts once.
        spans.dedup_by_key(|(_, low, high, count)| (*low, *high, *count));
        for (_, low, high, count) in spans {
            let known = self.intervals.get(&(low, high)).filter(|_| high - low + 1 == count);
            match known {
                Some(&node) => shared.push(node),
                None => strange += 1,
            }
        }
        shared.sort_unstable();
        shared.dedup();
        let all = shared.len() + strange;
        (shared, all)
    }

    /// Of each inner node whose family is not all and more than one leaf: its lowest and highest rank and size.
    fn spans(&self, tree: &Lineage) -> Vec<(u32, u32, u32, u32)> {
        let total = self.ranks.len() as u32;
        let mut open: HashMap<u32, (u32, u32, u32)> = HashMap::new();
        let mut found = Vec::new();
        for id in
            tree.roots().iter().flat_map(|&root| tree.family(root)).collect::<Vec<_>>().into_iter().rev()
        {
            let Some(node) = tree.node(id) else { continue };
            if node.children.is_empty() {
                let rank = node.name.as_ref().and_then(|name| self.ranks.get(name));
                if let Some(&rank) = rank {
                    open.insert(id, (rank, rank, 1));
                }
                continue;
            }
            let below = node.children.iter().filter_map(|child| open.remove(child));
            let join = |a: (u32, u32, u32), b: (u32, u32, u32)| (a.0.min(b.0), a.1.max(b.1), a.2 + b.2);
            if let Some(span) = below.reduce(join) {
                open.insert(id, span);
                if span.2 > 1 && span.2 < total {
                    found.push((id, span.0, span.1, span.2));
                }
            }
        }
        found
    }
}
