//! Minimum feedback vertex sets, against brute force on small random graphs and on large ones with proof.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "test helpers")]

use lca_core::NoProgress;
use lca_network::Digraph;
use lca_network::fvs::{
    FeedbackVertexSets, FvsOptions, FvsProof, SelfLoops, breaks_all_cycles, feedback_vertex_sets,
};
use lca_numerics::rng;
use proptest::prelude::*;
use rand::RngExt;

fn solve(graph: &Digraph, self_loops: SelfLoops) -> FeedbackVertexSets {
    let options = FvsOptions { self_loops, sets: 100_000, ..FvsOptions::default() };
    feedback_vertex_sets(graph, &options, &NoProgress).unwrap()
}

/// Every smallest set, by trying all subsets.
fn brute(graph: &Digraph, self_loops: SelfLoops) -> Vec<Vec<usize>> {
    let members = |bits: u32| (0..graph.nodes()).filter(|node| bits >> node & 1 == 1).collect::<Vec<_>>();
    let sets: Vec<Vec<usize>> = (0..1u32 << graph.nodes())
        .map(members)
        .filter(|set| breaks_all_cycles(graph, set, self_loops))
        .collect();
    let least = sets.iter().map(Vec::len).min().unwrap();
    let mut sets: Vec<Vec<usize>> = sets.into_iter().filter(|set| set.len() == least).collect();
    sets.sort();
    sets
}

/// Whether what is left can be put in an order in which all edges go forward: a second opinion.
fn is_acyclic(graph: &Digraph, set: &[usize]) -> bool {
    let mut left: Vec<usize> = (0..graph.nodes()).filter(|node| !set.contains(node)).collect();
    loop {
        let free = |node: &usize| !graph.predecessors()[*node].iter().any(|before| left.contains(before));
        let Some(at) = left.iter().position(free) else { return left.is_empty() };
        left.remove(at);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]
    #[test]
    fn all_smallest_sets_are_those_of_brute_force(
        nodes in 1usize..9,
        edges in prop::collection::vec((0usize..9, 0usize..9), 0..30),
    ) {
        let graph = Digraph::new(nodes, edges);
        for self_loops in [SelfLoops::Keep, SelfLoops::Drop] {
            let found = solve(&graph, self_loops);
            let wanted = brute(&graph, self_loops);
            prop_assert_eq!(&found.sets, &wanted);
            prop_assert_eq!(found.count, Some(wanted.len() as u128));
            prop_assert_eq!(found.minimum, wanted[0].len());
            prop_assert!(found.proof.cycles.len() <= found.minimum);
        }
    }
}

/// A random graph with so many edges a node.
fn random(nodes: usize, degree: f64, seed: u64) -> Digraph {
    let mut random = rng(seed, 0);
    let edges = (0..(nodes as f64 * degree) as usize)
        .map(|_| (random.random_range(0..nodes), random.random_range(0..nodes)))
        .filter(|(source, target)| source != target);
    Digraph::new(nodes, edges.collect::<Vec<_>>())
}

/// A graph that grows by nodes which choose one or two neighbours by how many they have (Barabási & Albert
/// 1999), each edge in a random direction: three edges for two nodes.
fn scale_free(nodes: usize, seed: u64) -> Digraph {
    let mut random = rng(seed, 0);
    let (mut ends, mut edges) = (vec![0, 1], vec![(0, 1)]);
    for node in 2..nodes {
        for _ in 0..1 + node % 2 {
            let other = ends[random.random_range(0..ends.len())];
            edges.push(if random.random::<bool>() { (node, other) } else { (other, node) });
            ends.extend([node, other]);
        }
    }
    Digraph::new(nodes, edges.into_iter().filter(|(source, target)| source != target))
}

#[test]
fn two_thousand_nodes_are_solved_to_proof() {
    for (name, graph) in [("random", random(2000, 1.5, 1)), ("scale-free", scale_free(2000, 1))] {
        let start = std::time::Instant::now();
        let options = FvsOptions { sets: 1, branches: 5000, ..FvsOptions::default() };
        let found = feedback_vertex_sets(&graph, &options, &NoProgress).unwrap();
        let FvsProof { cycles, branches } = &found.proof;
        println!(
            "{name}: {} nodes, {} disjoint cycles, {branches} branches, {:?}",
            found.minimum,
            cycles.len(),
            start.elapsed()
        );
        assert!(is_acyclic(&graph, &found.sets[0]) && found.sets[0].len() == found.minimum);
        assert!(found.minimum > 10 && are_disjoint_cycles(&graph, cycles));
    }
}

/// Whether the cycles of a proof are cycles of the graph and share no node.
fn are_disjoint_cycles(graph: &Digraph, cycles: &[Vec<usize>]) -> bool {
    let mut seen = vec![false; graph.nodes()];
    cycles.iter().all(|cycle| {
        let next = |at: usize| cycle[(at + 1) % cycle.len()];
        let closed = (0..cycle.len()).all(|at| graph.successors()[cycle[at]].contains(&next(at)));
        closed && cycle.iter().all(|&node| !std::mem::replace(&mut seen[node], true))
    })
}

#[test]
fn a_cut_off_list_says_so() {
    // Twenty cycles of three nodes: 3^20 sets.
    let cycle = |k: usize| (0..3).map(move |at| (3 * k + at, 3 * k + (at + 1) % 3));
    let graph = Digraph::new(60, (0..20).flat_map(cycle));
    let found = feedback_vertex_sets(&graph, &FvsOptions::default(), &NoProgress).unwrap();
    assert_eq!((found.minimum, found.sets.len(), found.is_complete()), (20, 1000, false));
    assert_eq!((found.count, found.proof.cycles.len()), (Some(3u128.pow(20)), 20));
    // One node of one cycle, and no node of none.
    let found = solve(&Digraph::new(3, cycle(0)), SelfLoops::Keep);
    assert_eq!(found.sets, [[0], [1], [2]]);
    let found = solve(&Digraph::new(3, [(0, 1), (1, 2)]), SelfLoops::Keep);
    assert_eq!((found.minimum, found.sets, found.count), (0, vec![vec![]], Some(1)));
}

#[test]
fn too_few_branches_are_an_error_and_no_wrong_answer() {
    let graph = random(300, 3.0, 2);
    let options = FvsOptions { branches: 3, ..FvsOptions::default() };
    let error = feedback_vertex_sets(&graph, &options, &NoProgress).unwrap_err();
    assert!(error.to_string().contains("no proof within 3 branches"), "{error}");
}
