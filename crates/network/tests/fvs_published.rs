//! The published networks whose minimum feedback vertex sets are known.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "test helpers")]

mod common;

use lca_core::NoProgress;
use lca_network::fvs::{FvsOptions, SelfLoops, feedback_vertex_sets};
use std::time::Instant;

#[test]
fn the_sea_squirts_embryo_has_twelve_sets_of_five() {
    let Some(folder) = common::data("model/fvs") else { return };
    let (names, graph) = common::graph::edges(folder.join("ciona.txt"));
    let start = Instant::now();
    let found = feedback_vertex_sets(&graph, &FvsOptions::default(), &NoProgress).unwrap();
    println!("ciona: {:?}, {:?}", start.elapsed(), found.proof);
    assert_eq!((graph.nodes(), found.minimum, found.sets.len()), (92, 5, 12));
    assert!(found.is_complete());
    let named = |set: &Vec<usize>| set.iter().map(|node| names[*node].as_str()).collect::<Vec<_>>();
    assert!(
        found.sets.iter().map(named).all(|set| set.contains(&"ERK_signaling") && set.contains(&"Zic-r.b"))
    );
    assert!(start.elapsed().as_secs_f64() < 0.1 || cfg!(debug_assertions));
}

#[test]
fn colorectal_signalling_needs_fourteen_nodes_and_fifteen_with_self_loops() {
    let Some(folder) = common::data("omics/netisce_colorectal") else { return };
    let (_, graph) = common::graph::edges(folder.join("colorectal_cancer_validation/input_data/network.sif"));
    for (self_loops, minimum) in [(SelfLoops::Drop, 14), (SelfLoops::Keep, 15)] {
        let start = Instant::now();
        let options = FvsOptions { self_loops, ..FvsOptions::default() };
        let found = feedback_vertex_sets(&graph, &options, &NoProgress).unwrap();
        println!(
            "colorectal: {} nodes, {:?} sets, {} disjoint cycles, {} branches, {:?}",
            found.minimum,
            found.count,
            found.proof.cycles.len(),
            found.proof.branches,
            start.elapsed()
        );
        assert_eq!(found.minimum, minimum);
    }
}
