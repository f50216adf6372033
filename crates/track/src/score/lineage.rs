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
    pub(super) links: BTreeMap<(Node, Node), Kind>,
}

impl Graph {
    pub(super) fn new(tracks: &Tracks) -> Self {
        let seen = tracks.detections();
        let node = |at: usize| (seen[at].t, seen[at].label);
        let links = tracks.links().into_iter().map(|(a, b)| {
            let kind = if seen[a].track == seen[b].track { Kind::Same } else { Kind::Parent };
            ((node(a), node(b)), kind)
        });
        Self { nodes: (0..seen.len()).map(node).collect(), links: links.collect() }
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

    /// The object of each node's line a frame later or earlier, along links of the same cell.
    pub(super) fn along(&self) -> (BTreeMap<Node, Node>, BTreeMap<Node, Node>) {
        let same = self.links.iter().filter(|(_, kind)| **kind == Kind::Same).map(|(link, _)| *link);
        let (mut later, mut earlier) = (BTreeMap::new(), BTreeMap::new());
        for (a, b) in same {
            later.insert(a, b);
            earlier.insert(b, a);
        }
        (later, earlier)
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
