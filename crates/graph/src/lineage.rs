use crate::{Track, Tracks};
use std::collections::BTreeMap;

/// The tracks of a movie as family trees.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage {
    nodes: BTreeMap<u32, LineageNode>,
    roots: Vec<u32>,
}

/// One track within its family.
#[derive(Debug, Clone, PartialEq)]
pub struct LineageNode {
    /// The track.
    pub track: Track,
    /// Its daughters, by identifier.
    pub children: Vec<u32>,
    /// Divisions between it and the root of its family; 0 for a root.
    pub generation: u32,
    /// Place across the drawing: leaves lie at 0, 1, 2, … in order, a mother in the middle of her first
    /// and last daughter. Time is the other direction: from `track.begin` to `track.end`.
    pub x: f64,
}

impl Lineage {
    /// Builds the trees of all tracks. Roots are ordered by identifier.
    #[must_use]
    pub fn new(tracks: &Tracks) -> Self {
        let mut nodes: BTreeMap<u32, LineageNode> = BTreeMap::new();
        for &track in tracks.tracks() {
            nodes.insert(track.id, LineageNode { track, children: Vec::new(), generation: 0, x: 0.0 });
        }
        let mut roots = Vec::new();
        for track in tracks.tracks() {
            match track.parent.and_then(|parent| nodes.get_mut(&parent)) {
                Some(parent) => parent.children.push(track.id),
                None => roots.push(track.id),
            }
        }
        let mut lineage = Self { nodes, roots };
        lineage.place();
        lineage
    }

    /// Tracks without a mother, by identifier.
    #[must_use]
    pub fn roots(&self) -> &[u32] {
        &self.roots
    }

    /// One track's place in its family.
    #[must_use]
    pub fn node(&self, id: u32) -> Option<&LineageNode> {
        self.nodes.get(&id)
    }

    /// All tracks, by identifier.
    pub fn nodes(&self) -> impl Iterator<Item = &LineageNode> {
        self.nodes.values()
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
        let whole = self.nodes.values().filter(|node| node.track.parent.is_some() && node.children.len() > 1);
        let frames = |node: &LineageNode| {
            let births =
                node.children.iter().filter_map(|id| self.nodes.get(id)).map(|child| child.track.begin);
            births.min().map(|birth| (node.track.id, birth - node.track.begin))
        };
        whole.filter_map(frames).collect()
    }

    /// A family as a Newick tree: names are track identifiers, lengths are frames from a track's begin
    /// to its daughters' (to its end, for a leaf).
    #[must_use]
    pub fn newick(&self, root: u32) -> Option<String> {
        let mut text: BTreeMap<u32, String> = BTreeMap::new();
        for id in self.family(root).into_iter().rev() {
            let node = self.nodes.get(&id)?;
            let parts: Vec<String> = node.children.iter().filter_map(|child| text.remove(child)).collect();
            let births =
                node.children.iter().filter_map(|child| self.nodes.get(child)).map(|child| child.track.begin);
            let until = births.min().unwrap_or(node.track.end + 1);
            let inner = if parts.is_empty() { String::new() } else { format!("({})", parts.join(",")) };
            text.insert(id, format!("{inner}{id}:{}", until - node.track.begin));
        }
        text.remove(&root).map(|tree| tree + ";")
    }

    fn place(&mut self) {
        let mut leaf = 0.0;
        for root in self.roots.clone() {
            let family = self.family(root);
            for &id in &family {
                let above = self.nodes.get(&id).and_then(|node| node.track.parent);
                let generation = above
                    .and_then(|parent| self.nodes.get(&parent))
                    .map_or(0, |mother| mother.generation + 1);
                if let Some(node) = self.nodes.get_mut(&id) {
                    node.generation = generation;
                    if node.children.is_empty() {
                        node.x = leaf;
                        leaf += 1.0;
                    }
                }
            }
            for id in family.into_iter().rev() {
                let Some(node) = self.nodes.get(&id) else { continue };
                let place =
                    |child: Option<&u32>| child.and_then(|id| self.nodes.get(id)).map(|child| child.x);
                if let (Some(first), Some(last)) = (place(node.children.first()), place(node.children.last()))
                {
                    self.nodes.entry(id).and_modify(|node| node.x = f64::midpoint(first, last));
                }
            }
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
