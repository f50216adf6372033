//! Communities of graphs whose best partition is known, and what must hold for every graph.

#![allow(clippy::unwrap_used, reason = "tests")]

use lca_cells::*;
use lca_numerics::{Csr, rng};
use rand::RngExt;
use std::collections::BTreeMap;

/// Zachary's karate club (1977).
const KARATE: [(u32, u32); 78] = [
    (0, 1),
    (0, 2),
    (0, 3),
    (0, 4),
    (0, 5),
    (0, 6),
    (0, 7),
    (0, 8),
    (0, 10),
    (0, 11),
    (0, 12),
    (0, 13),
    (0, 17),
    (0, 19),
    (0, 21),
    (0, 31),
    (1, 2),
    (1, 3),
    (1, 7),
    (1, 13),
    (1, 17),
    (1, 19),
    (1, 21),
    (1, 30),
    (2, 3),
    (2, 7),
    (2, 27),
    (2, 28),
    (2, 32),
    (2, 9),
    (2, 8),
    (2, 13),
    (3, 7),
    (3, 12),
    (3, 13),
    (4, 6),
    (4, 10),
    (5, 6),
    (5, 10),
    (5, 16),
    (6, 16),
    (8, 30),
    (8, 32),
    (8, 33),
    (9, 33),
    (13, 33),
    (14, 32),
    (14, 33),
    (15, 32),
    (15, 33),
    (18, 32),
    (18, 33),
    (19, 33),
    (20, 32),
    (20, 33),
    (22, 32),
    (22, 33),
    (23, 25),
    (23, 27),
    (23, 32),
    (23, 33),
    (23, 29),
    (24, 25),
    (24, 27),
    (24, 31),
    (25, 31),
    (26, 29),
    (26, 33),
    (27, 33),
    (28, 31),
    (28, 33),
    (29, 32),
    (29, 33),
    (30, 32),
    (30, 33),
    (31, 32),
    (31, 33),
    (32, 33),
];

fn graph(nodes: usize, edges: impl IntoIterator<Item = (u32, u32, f32)>) -> Csr<f32> {
    let mut rows = vec![BTreeMap::new(); nodes];
    for (a, b, weight) in edges {
        rows[a as usize].insert(b, weight);
        rows[b as usize].insert(a, weight);
    }
    let mut indptr = vec![0];
    let (mut indices, mut values) = (Vec::new(), Vec::new());
    for row in &rows {
        indices.extend(row.keys());
        values.extend(row.values());
        indptr.push(values.len() as u64);
    }
    Csr::new(nodes, nodes, indptr, indices, values).unwrap()
}

fn karate() -> Csr<f32> {
    graph(34, KARATE.map(|(a, b)| (a, b, 1.0)))
}

fn best(quality: Quality, resolution: f64) -> f64 {
    let run = |seed| LeidenParams { quality, resolution: resolution.into(), seed, ..LeidenParams::default() };
    (0..10).map(|seed| leiden(&karate(), &run(seed)).unwrap().quality).fold(f64::MIN, f64::max)
}

fn random_graph(seed: u64) -> Csr<f32> {
    let mut random = rng(seed, 0);
    let edges: Vec<(u32, u32, f32)> = (0..260)
        .map(|_| (random.random_range(0..120), random.random_range(0..120), random.random_range(0.0..2.0)))
        .filter(|(a, b, _)| a != b)
        .collect();
    graph(120, edges)
}

#[test]
fn the_best_known_partitions_of_the_karate_club_are_found() {
    // The proven optimum of modularity, and the best of 50 runs of leidenalg 0.12
    // (which counts each edge twice: 86.2).
    assert!((best(Quality::Modularity, 1.0) - 0.419_789_612_097_304).abs() < 1e-9);
    assert!((best(Quality::Modularity, 2.0) - 0.164_529_914_529_914).abs() < 1e-9);
    assert!((best(Quality::Cpm, 0.1) - 43.1 / 78.0).abs() < 1e-9);
}

#[test]
fn every_community_is_connected() {
    for seed in 0..30 {
        let graph = random_graph(seed);
        for (quality, resolution) in
            [(Quality::Modularity, 0.3), (Quality::Modularity, 1.0), (Quality::Cpm, 0.05)]
        {
            for iterations in [Some(1), None] {
                let params = LeidenParams {
                    resolution: resolution.into(),
                    quality,
                    seed,
                    iterations,
                    ..LeidenParams::default()
                };
                let found = leiden(&graph, &params).unwrap();
                assert!(is_connected(&graph, &found.labels), "seed {seed}");
            }
        }
    }
}

fn is_connected(graph: &Csr<f32>, labels: &[u32]) -> bool {
    let count = *labels.iter().max().unwrap();
    (0..=count).all(|community| {
        let members: Vec<usize> = (0..labels.len()).filter(|&node| labels[node] == community).collect();
        let mut reached = vec![false; labels.len()];
        let mut stack = vec![members[0]];
        reached[members[0]] = true;
        while let Some(node) = stack.pop() {
            let (others, weights) = graph.row(node);
            for (&other, _) in others.iter().zip(weights).filter(|(_, weight)| **weight > 0.0) {
                let other = other as usize;
                if labels[other] == community && !reached[other] {
                    reached[other] = true;
                    stack.push(other);
                }
            }
        }
        members.iter().all(|&node| reached[node])
    })
}

#[test]
fn no_single_move_raises_the_quality_of_a_stable_partition() {
    for seed in 0..5 {
        let graph = random_graph(seed);
        let found = leiden(&graph, &LeidenParams { seed, ..LeidenParams::default() }).unwrap();
        let base = modularity(&graph, &found.labels);
        assert!((base - found.quality).abs() < 1e-9);
        for node in 0..120 {
            for community in 0..=found.count as u32 {
                let mut labels = found.labels.clone();
                labels[node] = community;
                assert!(modularity(&graph, &labels) <= base + 1e-9, "seed {seed}, node {node}");
            }
        }
    }
}

/// Modularity by its definition (Newman & Girvan 2004).
fn modularity(graph: &Csr<f32>, labels: &[u32]) -> f64 {
    let strength = |node: usize| graph.row(node).1.iter().map(|&weight| f64::from(weight)).sum::<f64>();
    let total: f64 = (0..labels.len()).map(strength).sum();
    let communities = *labels.iter().max().unwrap() as usize + 1;
    let (mut inner, mut sizes) = (0.0, vec![0.0; communities]);
    for node in 0..labels.len() {
        sizes[labels[node] as usize] += strength(node);
        let (others, weights) = graph.row(node);
        let same = others.iter().zip(weights).filter(|(other, _)| labels[**other as usize] == labels[node]);
        inner += same.map(|(_, &weight)| f64::from(weight)).sum::<f64>();
    }
    inner / total - sizes.iter().map(|size| (size / total).powi(2)).sum::<f64>()
}

#[test]
fn graphs_without_edges_and_wrong_graphs_are_handled() {
    let lonely = graph(3, []);
    assert_eq!(leiden(&lonely, &LeidenParams::default()).unwrap().labels, [0, 1, 2]);
    assert_eq!(leiden(&graph(0, []), &LeidenParams::default()).unwrap().count, 0);
    let loops = graph(2, [(0, 0, 1.0), (0, 1, 1.0)]);
    assert_eq!(leiden(&loops, &LeidenParams::default()).unwrap().labels.len(), 2);
    let one_way = Csr::new(2, 2, vec![0, 1, 1], vec![1], vec![1.0]).unwrap();
    assert!(leiden(&one_way, &LeidenParams::default()).is_err());
    assert!(leiden(&graph(2, [(0, 1, -1.0)]), &LeidenParams::default()).is_err());
    let wrong = LeidenParams { resolution: Resolution::Value(f64::NAN), ..LeidenParams::default() };
    assert!(leiden(&karate(), &wrong).is_err());
}
