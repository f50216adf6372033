use lca_graph::Lineage;
use std::collections::HashMap;

/// A tree as lists, for many passes over it: nodes mothers before daughters.
pub(super) struct Flat {
    /// Place of each node's mother; its own for a root.
    parent: Vec<usize>,
    /// Place of each leaf, in the order of the leaves' list.
    pub(super) leaves: Vec<usize>,
    pub(super) names: Vec<String>,
}

impl Flat {
    pub(super) fn new(tree: &Lineage) -> Self {
        let order: Vec<u32> = tree.roots().iter().flat_map(|&root| tree.family(root)).collect();
        let places: HashMap<u32, usize> = order.iter().enumerate().map(|(at, &id)| (id, at)).collect();
        let mut flat = Self { parent: Vec::new(), leaves: Vec::new(), names: Vec::new() };
        for (at, id) in order.iter().enumerate() {
            let node = tree.node(*id);
            let parent = node.and_then(|node| node.parent).and_then(|parent| places.get(&parent));
            flat.parent.push(parent.copied().unwrap_or(at));
            if let Some(node) = node.filter(|node| node.children.is_empty()) {
                flat.leaves.push(at);
                flat.names.push(node.name.clone().unwrap_or_default());
            }
        }
        flat
    }

    /// The least number of changes, and how often each state changes into each other one, on average over all the ways
    /// in which the inner nodes can have states with that least number (states × states, row: from).
    ///
    /// Costs by Sankoff's recursion, which for equal costs is that of Fitch (1971) for any number of daughters; the
    /// average over all ways as FitchCount (Quinn et al. 2021, doi:10.1126/science.abc1944) defines it.
    pub(super) fn changes(&self, states: &[Option<usize>], count: usize) -> (u32, Vec<f64>) {
        let nodes = self.parent.len();
        let mut cost = vec![0_u32; nodes * count];
        let mut ways = vec![1.0_f64; nodes * count];
        for (&leaf, state) in self.leaves.iter().zip(states) {
            if let Some(state) = state {
                cost[leaf * count..(leaf + 1) * count].fill(u32::MAX / 2);
                cost[leaf * count + state] = 0;
            }
        }
        for node in (0..nodes).rev() {
            scale(&mut ways[node * count..(node + 1) * count], &cost[node * count..(node + 1) * count]);
            let mother = self.parent[node];
            if mother == node {
                continue;
            }
            for from in 0..count {
                let (least, sum) = step(&cost, &ways, node * count, count, from);
                cost[mother * count + from] = cost[mother * count + from].saturating_add(least);
                ways[mother * count + from] *= sum;
            }
        }
        self.average(&cost, &ways, count)
    }

    fn average(&self, cost: &[u32], ways: &[f64], count: usize) -> (u32, Vec<f64>) {
        let nodes = self.parent.len();
        let (mut total, mut changes) = (0, vec![0.0; count * count]);
        let mut share = vec![0.0; nodes * count];
        for node in 0..nodes {
            let (own, mother) = (node * count, self.parent[node] * count);
            if own == mother {
                let least = cost[own..own + count].iter().copied().min().unwrap_or(0);
                total += least;
                let is_best = |state: &usize| cost[own + state] == least;
                let sum: f64 = (0..count).filter(is_best).map(|state| ways[own + state]).sum();
                (0..count).filter(is_best).for_each(|state| share[own + state] = ways[own + state] / sum);
                continue;
            }
            for from in 0..count {
                let above = share[mother + from];
                if above == 0.0 {
                    continue;
                }
                let (least, sum) = step(cost, ways, own, count, from);
                for to in 0..count {
                    if cost[own + to] + u32::from(from != to) == least {
                        let part = above * ways[own + to] / sum;
                        share[own + to] += part;
                        if from != to {
                            changes[from * count + to] += part;
                        }
                    }
                }
            }
        }
        (total, changes)
    }
}

/// Keeps the numbers of ways within range; only their ratios matter.
fn scale(ways: &mut [f64], cost: &[u32]) {
    let least = cost.iter().copied().min().unwrap_or(0);
    let near = ways.iter().zip(cost).filter(|(_, cost)| **cost <= least + 1).map(|(ways, _)| *ways);
    let most = near.fold(0.0, f64::max);
    if most > 0.0 {
        ways.iter_mut().for_each(|ways| *ways = (*ways / most).min(1e100));
    }
}

/// The least cost of a daughter when the mother has the state `from`, and in how many ways.
fn step(cost: &[u32], ways: &[f64], own: usize, count: usize, from: usize) -> (u32, f64) {
    let of = |to: usize| cost[own + to] + u32::from(from != to);
    let least = (0..count).map(of).min().unwrap_or(0);
    (least, (0..count).filter(|&to| of(to) == least).map(|to| ways[own + to]).sum())
}
