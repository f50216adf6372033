use super::FrameMatch;
use lca_graph::Tracks;
use std::collections::{BTreeMap, BTreeSet};

/// An object of the truth or the result: frame and label.
pub(super) type Node = (u32, u32);

/// What a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The same cell.
    Same,
    /// Mother and daughter.
    Parent,
}

/// A lineage as the challenge sees it: nodes and links.
pub(super) struct Graph {
    pub(super) nodes: BTreeSet<Node>,
    /// Links that count: of one cell between consecutive frames, and from mothers to daughters.
    pub(super) links: BTreeMap<(Node, Node), Kind>,
    /// The next and the previous object of each cell, over missing frames too.
    pub(super) later: BTreeMap<Node, Node>,
    pub(super) earlier: BTreeMap<Node, Node>,
}

impl Graph {
    pub(super) fn new(tracks: &Tracks) -> Self {
        let seen = tracks.detections();
        let node = |at: usize| (seen[at].t, seen[at].label);
        let nodes = (0..seen.len()).map(node).collect();
        let empty = BTreeMap::new;
        let mut graph = Self { nodes, links: BTreeMap::new(), later: empty(), earlier: empty() };
        for (a, b) in tracks.links() {
            let (from, to) = (node(a), node(b));
            if seen[a].track != seen[b].track {
                graph.links.insert((from, to), Kind::Parent);
                continue;
            }
            graph.later.insert(from, to);
            graph.earlier.insert(to, from);
            if to.0 == from.0 + 1 {
                graph.links.insert((from, to), Kind::Same);
            }
        }
        graph
    }

    /// Mothers with two daughters or more.
    pub(super) fn mothers(&self) -> BTreeMap<Node, BTreeSet<Node>> {
        let mut children: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
        for ((a, b), kind) in &self.links {
            if *kind == Kind::Parent {
                children.entry(*a).or_default().insert(*b);
            }
        }
        children.retain(|_, daughters| daughters.len() > 1);
        children
    }

    /// The object of `node`'s cell in frame `t`, none when it is not seen there.
    pub(super) fn at(&self, mut node: Node, t: u32) -> Option<Node> {
        while node.0 < t {
            node = *self.later.get(&node)?;
        }
        while node.0 > t {
            node = *self.earlier.get(&node)?;
        }
        (node.0 == t).then_some(node)
    }
}

/// Which true nodes each node of the result covers by more than half.
pub(super) fn covered(frames: &[FrameMatch]) -> BTreeMap<Node, BTreeSet<Node>> {
    let mut covers: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    for (t, frame) in frames.iter().enumerate() {
        for (&label, &(found, _)) in &frame.truth {
            if let Some(found) = found {
                covers.entry((t as u32, found)).or_default().insert((t as u32, label));
            }
        }
    }
    covers
}
