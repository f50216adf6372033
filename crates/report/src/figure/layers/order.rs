use super::Layers;
use std::collections::BTreeMap;

const SWEEPS: usize = 12;

/// The nodes of each plane from left to right: swept down and up, each plane is sorted by where its
/// neighbours on other planes lie on average (Sugiyama, Tagawa & Toda 1981); ties keep their order.
pub(super) fn order(data: &Layers, kept: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut order = kept.to_vec();
    let neighbours = neighbours(data);
    let count = order.len();
    for sweep in 0..SWEEPS {
        for step in 0..count {
            let plane = if sweep % 2 == 0 { step } else { count - 1 - step };
            let places = places(&order);
            let own = |node: usize| places.get(&(plane, node)).copied().unwrap_or(0.5);
            let centre = |node: usize| {
                let near: Vec<f64> = (neighbours.get(&(plane, node)).into_iter().flatten())
                    .filter(|(other, _)| *other != plane)
                    .filter_map(|at| places.get(at).copied())
                    .collect();
                if near.is_empty() { own(node) } else { near.iter().sum::<f64>() / near.len() as f64 }
            };
            let mut keyed: Vec<(f64, usize)> =
                order[plane].iter().map(|&node| (centre(node), node)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            order[plane] = keyed.into_iter().map(|(_, node)| node).collect();
        }
    }
    order
}

type Node = (usize, usize);

fn neighbours(data: &Layers) -> BTreeMap<Node, Vec<Node>> {
    let mut all: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
    for edge in &data.edges {
        all.entry(edge.from).or_default().push(edge.to);
        all.entry(edge.to).or_default().push(edge.from);
    }
    all
}

/// Where each node lies between the left and right end of its plane.
fn places(order: &[Vec<usize>]) -> BTreeMap<Node, f64> {
    let mut places = BTreeMap::new();
    for (plane, nodes) in order.iter().enumerate() {
        for (rank, &node) in nodes.iter().enumerate() {
            places.insert((plane, node), (rank as f64 + 0.5) / nodes.len() as f64);
        }
    }
    places
}
