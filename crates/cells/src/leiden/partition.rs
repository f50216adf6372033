use super::graph::Graph;

/// Which community each node is in, with sizes kept up to date. There are as many community names as
/// nodes, so an empty one is always at hand unless every node is alone.
pub(super) struct Partition {
    labels: Vec<u32>,
    sizes: Vec<f64>,
    members: Vec<u32>,
    empty: Vec<u32>,
    occupied: usize,
}

impl Partition {
    /// From labels below the number of nodes.
    pub(super) fn new(graph: &Graph, labels: &[u32]) -> Self {
        let renamed = compact(labels);
        let (mut sizes, mut members) = (vec![0.0; graph.nodes()], vec![0; graph.nodes()]);
        for (node, &label) in renamed.iter().enumerate() {
            sizes[label as usize] += graph.sizes[node];
            members[label as usize] += 1;
        }
        let empty: Vec<u32> = (0..graph.nodes() as u32).rev().filter(|&c| members[c as usize] == 0).collect();
        let occupied = graph.nodes() - empty.len();
        Self { labels: renamed, sizes, members, empty, occupied }
    }

    pub(super) fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// How many communities have members.
    pub(super) const fn occupied(&self) -> usize {
        self.occupied
    }

    pub(super) fn size(&self, community: u32) -> f64 {
        self.sizes[community as usize]
    }

    /// A community without members, if any is left.
    pub(super) fn vacant(&self) -> Option<u32> {
        self.empty.last().copied()
    }

    /// Moves a node to a community of a neighbour or to the [`Self::vacant`] one.
    pub(super) fn relabel(&mut self, graph: &Graph, node: usize, to: u32) {
        if self.members[to as usize] == 0 {
            self.empty.pop();
            self.occupied += 1;
        }
        self.sizes[to as usize] += graph.sizes[node];
        self.members[to as usize] += 1;
        let from = std::mem::replace(&mut self.labels[node], to);
        self.sizes[from as usize] -= graph.sizes[node];
        self.members[from as usize] -= 1;
        if self.members[from as usize] == 0 {
            self.sizes[from as usize] = 0.0;
            self.empty.push(from);
            self.occupied -= 1;
        }
    }
}

/// Labels renamed 0, 1, … in the order they first occur.
pub(super) fn compact(labels: &[u32]) -> Vec<u32> {
    let most = labels.iter().max().map_or(0, |&label| label as usize + 1);
    let (mut names, mut next) = (vec![u32::MAX; most], 0);
    let rename = |&label: &u32| {
        let name = &mut names[label as usize];
        if *name == u32::MAX {
            *name = next;
            next += 1;
        }
        *name
    };
    labels.iter().map(rename).collect()
}
