use crate::Digraph;
use rayon::prelude::*;
use std::collections::VecDeque;

/// The share of shortest paths between all other pairs that pass each node (Brandes 2001,
/// doi:10.1080/0022250X.2001.9990249), over `(n - 1)(n - 2)` pairs.
#[must_use]
pub fn betweenness(graph: &Digraph) -> Vec<f64> {
    let n = graph.nodes();
    // Blocks of sources are summed in their order, so that threads do not change a bit.
    let sources: Vec<usize> = (0..n).collect();
    let blocks: Vec<Vec<f64>> = (sources.par_chunks(64))
        .map(|block| block.iter().fold(vec![0.0; n], |sum, &source| add(sum, &dependencies(graph, source))))
        .collect();
    let pairs = (n.saturating_sub(1) * n.saturating_sub(2)).max(1) as f64;
    let sum = blocks.into_iter().fold(vec![0.0; n], |sum, block| add(sum, &block));
    sum.into_iter().map(|value| value / pairs).collect()
}

fn add(mut sum: Vec<f64>, more: &[f64]) -> Vec<f64> {
    sum.iter_mut().zip(more).for_each(|(a, b)| *a += b);
    sum
}

/// How much the shortest paths from one node depend on each other one.
fn dependencies(graph: &Digraph, source: usize) -> Vec<f64> {
    let n = graph.nodes();
    let (mut far, mut paths, mut order) = (vec![usize::MAX; n], vec![0.0; n], Vec::new());
    far[source] = 0;
    paths[source] = 1.0;
    let mut open = VecDeque::from([source]);
    while let Some(node) = open.pop_front() {
        order.push(node);
        for &next in &graph.successors()[node] {
            if far[next] == usize::MAX {
                far[next] = far[node] + 1;
                open.push_back(next);
            }
            if far[next] == far[node] + 1 {
                paths[next] += paths[node];
            }
        }
    }
    let mut depends = vec![0.0; n];
    for &node in order.iter().rev() {
        for &next in &graph.successors()[node] {
            if far[next] == far[node] + 1 {
                depends[node] += paths[node] / paths[next] * (1.0 + depends[next]);
            }
        }
    }
    depends[source] = 0.0;
    depends
}

/// How near each node is to what it acts on: the mean of one over the distance to each other node, none where there is no
/// way (harmonic closeness, Rochat 2009), which does not need every node to be reached.
#[must_use]
pub fn closeness(graph: &Digraph) -> Vec<f64> {
    let n = graph.nodes();
    let others = n.saturating_sub(1).max(1) as f64;
    (0..n).into_par_iter().map(|node| harmonic(graph, node) / others).collect()
}

fn harmonic(graph: &Digraph, source: usize) -> f64 {
    let mut far = vec![usize::MAX; graph.nodes()];
    far[source] = 0;
    let (mut open, mut sum) = (VecDeque::from([source]), 0.0);
    while let Some(node) = open.pop_front() {
        for &next in &graph.successors()[node] {
            if far[next] == usize::MAX {
                far[next] = far[node] + 1;
                sum += 1.0 / far[next] as f64;
                open.push_back(next);
            }
        }
    }
    sum
}

/// PageRank (Page et al. 1999) with damping 0.85; a node that acts on nothing gives to all. `against` the edges, what
/// acts on much that acts on much ranks high.
#[must_use]
pub fn pagerank(graph: &Digraph, against: bool) -> Vec<f64> {
    const DAMPING: f64 = 0.85;
    let n = graph.nodes();
    let (gives, takes) = if against {
        (graph.predecessors(), graph.successors())
    } else {
        (graph.successors(), graph.predecessors())
    };
    let mut rank = vec![1.0 / n.max(1) as f64; n];
    for _ in 0..1000 {
        let idle: f64 = (0..n).filter(|&node| gives[node].is_empty()).map(|node| rank[node]).sum();
        let base = (1.0 - DAMPING + DAMPING * idle) / n as f64;
        let given =
            |node: usize| takes[node].iter().map(|&from| rank[from] / gives[from].len() as f64).sum::<f64>();
        let next: Vec<f64> = (0..n).map(|node| base + DAMPING * given(node)).collect();
        let moved: f64 = next.iter().zip(&rank).map(|(a, b)| (a - b).abs()).sum();
        rank = next;
        if moved < 1e-14 {
            break;
        }
    }
    rank
}
