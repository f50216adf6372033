use super::graph::Graph;
use super::partition::Partition;
use lca_numerics::Rng;
use rand::seq::SliceRandom;
use std::collections::VecDeque;

/// Moves nodes, one at a time, to the neighbouring (or an empty) community that raises the quality
/// most, until no node of the queue can (fast local moving, MoveNodesFast of the paper).
pub(super) fn move_nodes(graph: &Graph, partition: &mut Partition, resolution: f64, random: &mut Rng) {
    let mut order: Vec<usize> = (0..graph.nodes()).collect();
    order.shuffle(random);
    let mut queue: VecDeque<usize> = order.into();
    let mut queued = vec![true; graph.nodes()];
    let mut links = Links::new(graph.nodes());
    while let Some(node) = queue.pop_front() {
        queued[node] = false;
        links.collect(graph, partition.labels(), node);
        let Some(target) = best(graph, partition, &links, node, resolution) else { continue };
        partition.relabel(graph, node, target);
        for (other, _) in graph.edges(node) {
            if partition.labels()[other] != target && !queued[other] {
                queued[other] = true;
                queue.push_back(other);
            }
        }
    }
}

/// The community that raises the quality most, if any does; equally good ones by their number.
fn best(graph: &Graph, partition: &Partition, links: &Links, node: usize, resolution: f64) -> Option<u32> {
    let own = partition.labels()[node];
    let size = graph.sizes[node];
    let gain = |community: u32| {
        let others = partition.size(community) - if community == own { size } else { 0.0 };
        links.weight(community) - resolution * size * others
    };
    let stay = gain(own);
    let mut found: Option<(f64, u32)> = None;
    let vacant = partition.vacant();
    for community in links.touched().iter().copied().chain(vacant).filter(|&community| community != own) {
        let gain = gain(community);
        // Rounding must not let a node move in circles.
        let better_than_staying = gain > stay + 1e-10 * (stay.abs() + gain.abs());
        let better_than_found =
            found.is_none_or(|(most, which)| gain > most || (gain == most && community < which));
        if better_than_staying && better_than_found {
            found = Some((gain, community));
        }
    }
    found.map(|(_, community)| community)
}

/// Weights from one node to the communities around it.
pub(super) struct Links {
    weights: Vec<f64>,
    touched: Vec<u32>,
    seen: Vec<bool>,
}

impl Links {
    pub(super) fn new(communities: usize) -> Self {
        Self { weights: vec![0.0; communities], touched: Vec::new(), seen: vec![false; communities] }
    }

    pub(super) fn collect(&mut self, graph: &Graph, labels: &[u32], node: usize) {
        self.collect_where(graph, labels, node, |_| true);
    }

    /// Counts only neighbours that `holds` accepts.
    pub(super) fn collect_where(
        &mut self,
        graph: &Graph,
        labels: &[u32],
        node: usize,
        holds: impl Fn(usize) -> bool,
    ) {
        for community in self.touched.drain(..) {
            self.weights[community as usize] = 0.0;
            self.seen[community as usize] = false;
        }
        for (other, weight) in graph.edges(node).filter(|(other, _)| holds(*other)) {
            let community = labels[other] as usize;
            if !self.seen[community] {
                self.seen[community] = true;
                self.touched.push(community as u32);
            }
            self.weights[community] += weight;
        }
    }

    pub(super) fn weight(&self, community: u32) -> f64 {
        self.weights[community as usize]
    }

    pub(super) fn touched(&self) -> &[u32] {
        &self.touched
    }
}
