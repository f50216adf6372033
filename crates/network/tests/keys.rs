//! Key nodes of graphs whose scores can be worked out by hand.

#![allow(clippy::unwrap_used, reason = "test helpers")]

use lca_core::NoProgress;
use lca_network::Digraph;
use lca_network::fvs::{FvsOptions, feedback_vertex_sets};
use lca_network::keys::{DriverRole, betweenness, closeness, combine, drivers, key_nodes, pagerank};
use proptest::prelude::*;

#[test]
fn the_middle_of_a_path_is_between_and_its_start_drives_it() {
    let path = Digraph::new(4, [(0, 1), (1, 2), (2, 3)]);
    // Pairs over 1: 0-2, 0-3; over 2: 0-3, 1-3; of six.
    assert_eq!(betweenness(&path), [0.0, 2.0 / 6.0, 2.0 / 6.0, 0.0]);
    assert_eq!(closeness(&path), [(1.0 + 0.5 + 1.0 / 3.0) / 3.0, 1.5 / 3.0, 1.0 / 3.0, 0.0]);
    let found = drivers(&path);
    assert_eq!((found.count, found.nodes), (1, vec![0]));
    assert_eq!(found.roles[0], DriverRole::Critical);
    assert!(found.roles[1..].iter().all(|role| *role == DriverRole::Redundant));
}

#[test]
fn a_hub_commands_one_of_its_targets_and_the_others_must_be_driven() {
    let star = Digraph::new(4, [(0, 1), (0, 2), (0, 3)]);
    let found = drivers(&star);
    assert_eq!(found.count, 3);
    let ordinary = DriverRole::Ordinary;
    assert_eq!(found.roles, [DriverRole::Critical, ordinary, ordinary, ordinary]);
    let cycle = drivers(&Digraph::new(3, [(0, 1), (1, 2), (2, 0)]));
    assert_eq!((cycle.count, cycle.roles), (1, vec![ordinary; 3]));
}

#[test]
fn pagerank_of_two_nodes_is_that_of_its_equations() {
    // r0 = 0.075 + 0.425 r1, r1 = r0 * 0.85 + 0.075 + 0.425 r1: node 1 gives to all.
    let graph = Digraph::new(2, [(0, 1)]);
    let ranks = pagerank(&graph, false);
    let zero = 0.5 / 1.425;
    assert!((ranks[0] - zero).abs() < 1e-12 && (ranks[0] + ranks[1] - 1.0).abs() < 1e-12);
    let against = pagerank(&graph, true);
    assert!((against[1] - zero).abs() < 1e-12);
}

#[test]
fn ranks_are_combined_whatever_the_scales() {
    let found = combine(&[vec![1.0, 2.0, 3.0], vec![1e9, 5e9, 5e9]]);
    assert_eq!(found.iter().map(|one| one.node).collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(found[0].combined, (1.0 + 0.75) / 2.0);
    let graph = Digraph::new(3, [(0, 1), (1, 0), (1, 2)]);
    let sets = feedback_vertex_sets(&graph, &FvsOptions::default(), &NoProgress).unwrap();
    let keys = key_nodes(&graph, &sets, None).unwrap();
    assert_eq!((keys[0].node, keys[0].scores[0]), (1, 0.5));
    assert!(key_nodes(&graph, &sets, Some(&[1.0])).unwrap_err().to_string().contains("3 nodes"));
    assert_eq!(key_nodes(&graph, &sets, Some(&[0.0, -3.0, 1.0])).unwrap()[0].scores[6], 3.0);
}

#[test]
fn scores_are_those_of_networkx() {
    // networkx 3.6.1: betweenness_centrality, pagerank (tol 1e-15) of the graph and of its reverse, and
    // harmonic_centrality of the reverse over n - 1.
    let edges = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 0), (4, 5), (5, 6), (6, 4), (2, 6), (7, 2)];
    let graph = Digraph::new(8, edges);
    let near = |found: Vec<f64>, wanted: [f64; 8]| {
        assert!(found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-11), "{found:?}");
    };
    near(
        betweenness(&graph),
        [
            0.333333333333,
            0.063492063492,
            0.246031746032,
            0.246031746032,
            0.595238095238,
            0.071428571429,
            0.230158730159,
            0.0,
        ],
    );
    near(
        pagerank(&graph, false),
        [
            0.131210388948,
            0.074514415303,
            0.090451915303,
            0.120529317011,
            0.264612679878,
            0.131210388948,
            0.16872089461,
            0.01875,
        ],
    );
    near(
        pagerank(&graph, true),
        [
            0.152011042063,
            0.080059003831,
            0.132447163225,
            0.1232662574,
            0.224930383445,
            0.080059003831,
            0.1232662574,
            0.083960888807,
        ],
    );
    near(
        closeness(&graph),
        [
            0.511904761905,
            0.380952380952,
            0.488095238095,
            0.428571428571,
            0.547619047619,
            0.361904761905,
            0.416666666667,
            0.433333333333,
        ],
    );
}

/// The size of a maximum matching, by trying all ways.
fn most_matched(graph: &Digraph, source: usize, used: u32) -> usize {
    if source == graph.nodes() {
        return 0;
    }
    let free = graph.successors()[source].iter().filter(|&&target| used >> target & 1 == 0);
    let with = free.map(|&target| 1 + most_matched(graph, source + 1, used | 1 << target)).max().unwrap_or(0);
    with.max(most_matched(graph, source + 1, used))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn drivers_and_roles_are_those_of_every_matching(
        nodes in 1usize..7,
        edges in prop::collection::vec((0usize..7, 0usize..7), 0..16),
    ) {
        let graph = Digraph::new(nodes, edges);
        let found = drivers(&graph);
        let most = most_matched(&graph, 0, 0);
        prop_assert_eq!(found.count, (nodes - most).max(1));
        if most < nodes {
            for node in 0..nodes {
                // It is a driver in some set when nothing is lost by never commanding it.
                let may = most_matched(&graph, 0, 1 << node) == most;
                prop_assert_eq!(found.roles[node] != DriverRole::Redundant, may);
                prop_assert_eq!(found.roles[node] == DriverRole::Critical, graph.predecessors()[node].is_empty());
            }
        }
    }

    #[test]
    fn threads_do_not_change_a_bit(edges in prop::collection::vec((0usize..200, 0usize..200), 400)) {
        let graph = Digraph::new(200, edges);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| (betweenness(&graph), closeness(&graph)))
        };
        prop_assert_eq!(with(1), with(8));
        prop_assert_eq!(with(1), with(2));
    }
}
