mod branches;
mod newick;
mod place;

pub use branches::{Branch, LineageError};

use crate::{Track, Tracks};
use std::collections::BTreeMap;

/// Family trees of cells: the tracks of a movie, or cells whose barcodes tell who descends from whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage {
    nodes: BTreeMap<u32, LineageNode>,
    roots: Vec<u32>,
}

/// One cell within its family.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LineageNode {
    /// Its identifier: that of its track in a movie, else its place in the list of branches.
    pub id: u32,
    /// Its name, where it has one: the barcode of a sequenced cell.
    pub name: Option<String>,
    /// Its mother, or none for a root.
    pub parent: Option<u32>,
    /// Its daughters, by identifier.
    pub children: Vec<u32>,
    /// Length of the branch that ends in it: frames from its begin to its daughters' (to its end, for a
    /// leaf) in a movie, edits since its mother for barcodes; none where not known.
    pub length: Option<f64>,
    /// How well the data support that all below it are one family, from 0 to 1; none where not known.
    pub support: Option<f64>,
    /// Its track, when it was seen in a movie.
    pub track: Option<Track>,
    /// Divisions between it and the root of its family; 0 for a root.
    pub generation: u32,
    /// Place across the drawing: leaves lie at 0, 1, 2, … in order, a mother in the middle of her first
    /// and last daughter. Time is the other direction: from `begin` to `end` of its track in a movie.
    pub x: f64,
}

impl Lineage {
    /// Builds the trees of all tracks of a movie. Roots are ordered by identifier.
    #[must_use]
    pub fn new(tracks: &Tracks) -> Self {
        let known = |id: &u32| tracks.track(*id).is_some();
        let node = |track: &Track| LineageNode {
            id: track.id,
            parent: track.parent.filter(known),
            track: Some(*track),
            ..LineageNode::default()
        };
        let mut lineage = Self::link(tracks.tracks().iter().map(node));
        let lengths: Vec<(u32, u32)> = lineage
            .nodes
            .values()
            .filter_map(|node| {
                let track = node.track?;
                Some((node.id, lineage.first_birth(node).unwrap_or(track.end + 1) - track.begin))
            })
            .collect();
        for (id, frames) in lengths {
            lineage.nodes.entry(id).and_modify(|node| node.length = Some(f64::from(frames)));
        }
        lineage
    }

    /// Joins nodes, each of which names its mother, into trees.
    fn link(nodes: impl Iterator<Item = LineageNode>) -> Self {
        let nodes: BTreeMap<u32, LineageNode> = nodes.map(|node| (node.id, node)).collect();
        let pairs: Vec<(u32, Option<u32>)> = nodes.values().map(|node| (node.id, node.parent)).collect();
        let mut lineage = Self { nodes, roots: Vec::new() };
        for (id, parent) in pairs {
            match parent.and_then(|parent| lineage.nodes.get_mut(&parent)) {
                Some(parent) => parent.children.push(id),
                None => lineage.roots.push(id),
            }
        }
        lineage.place();
        lineage
    }

    /// Cells without a mother, by identifier.
    #[must_use]
    pub fn roots(&self) -> &[u32] {
        &self.roots
    }

    /// One cell's place in its family.
    #[must_use]
    pub fn node(&self, id: u32) -> Option<&LineageNode> {
        self.nodes.get(&id)
    }

    /// All cells, by identifier.
    pub fn nodes(&self) -> impl Iterator<Item = &LineageNode> {
        self.nodes.values()
    }

    /// Cells without daughters, by identifier.
    pub fn leaves(&self) -> impl Iterator<Item = &LineageNode> {
        self.nodes.values().filter(|node| node.children.is_empty())
    }

    /// A root and all its descendants, mothers before daughters, the first daughter's family first.
    #[must_use]
    pub fn family(&self, root: u32) -> Vec<u32> {
        let (mut order, mut stack) = (Vec::new(), vec![root]);
        while let Some(id) = stack.pop() {
            if let Some(node) = self.nodes.get(&id) {
                order.push(id);
                stack.extend(node.children.iter().rev());
            }
        }
        order
    }

    /// For every track seen from its birth by division to its own division the frames between the two,
    /// as `(track, frames)`: the generation (cell cycle) times.
    #[must_use]
    pub fn generation_times(&self) -> Vec<(u32, u32)> {
        let whole = self.nodes.values().filter(|node| node.parent.is_some() && node.children.len() > 1);
        let frames = |node: &LineageNode| Some((node.id, self.first_birth(node)? - node.track?.begin));
        whole.filter_map(frames).collect()
    }

    /// The frame in which the first daughter begins.
    fn first_birth(&self, node: &LineageNode) -> Option<u32> {
        let daughters = node.children.iter().filter_map(|id| self.nodes.get(id)?.track);
        daughters.map(|daughter| daughter.begin).min()
    }

    /// Gives cells their names; identifiers that are not there are passed over.
    pub fn set_names(&mut self, names: impl IntoIterator<Item = (u32, String)>) {
        for (id, name) in names {
            self.nodes.entry(id).and_modify(|node| node.name = Some(name));
        }
    }

    /// Says how well the data support each family; identifiers that are not there are passed over.
    pub fn set_support(&mut self, support: impl IntoIterator<Item = (u32, f64)>) {
        for (id, share) in support {
            self.nodes.entry(id).and_modify(|node| node.support = Some(share));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family() -> Lineage {
        let track = |id, begin, end, parent| Track { id, begin, end, parent };
        let tracks = vec![
            track(1, 0, 9, None),
            track(2, 0, 30, None),
            track(3, 10, 19, Some(1)),
            track(4, 10, 30, Some(1)),
            track(5, 20, 30, Some(3)),
            track(6, 20, 30, Some(3)),
        ];
        Lineage::new(&Tracks::new(Vec::new(), tracks).unwrap())
    }

    #[test]
    fn families_have_generations_and_cycle_times() {
        let lineage = family();
        assert_eq!(lineage.roots(), [1, 2]);
        assert_eq!(lineage.family(1), [1, 3, 5, 6, 4]);
        assert_eq!(lineage.node(6).unwrap().generation, 2);
        assert_eq!(lineage.generation_times(), [(3, 10)]);
        assert_eq!(lineage.newick(1).unwrap(), "((5:11,6:11)3:10,4:21)1:10;");
        assert_eq!(lineage.newick(9), None);
    }

    #[test]
    fn leaves_lie_side_by_side_and_mothers_between() {
        let lineage = family();
        let x = |id| lineage.node(id).unwrap().x;
        assert_eq!([x(5), x(6), x(4), x(2)], [0.0, 1.0, 2.0, 3.0]);
        assert_eq!([x(3), x(1)], [0.5, 1.25]);
        assert_eq!(lineage.leaves().map(|leaf| leaf.id).collect::<Vec<_>>(), [2, 4, 5, 6]);
    }

    #[test]
    fn a_line_of_many_generations_needs_no_deep_stack() {
        let track = |id: u32| Track { id, begin: id, end: id, parent: (id > 1).then(|| id - 1) };
        let tracks = Tracks::new(Vec::new(), (1..=20_000).map(track).collect()).unwrap();
        let lineage = Lineage::new(&tracks);
        assert_eq!(lineage.node(20_000).unwrap().generation, 19_999);
        assert!(lineage.newick(1).is_some());
    }
}
