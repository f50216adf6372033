//! Sets of nodes that drive a system from one attractor to another: a switch of two rates, and myeloid cells.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "test helpers")]

mod common;

use lca_core::NoProgress;
use lca_graph::Layer;
use lca_network::attractors::{AttractorOptions, Update, attractors};
use lca_network::control::Rest;
use lca_network::control::{BooleanDynamics, ControlOptions, Dynamics, Held, control, verify};
use lca_network::fvs::SelfLoops;
use lca_network::fvs::{FvsOptions, breaks_all_cycles, feedback_vertex_sets};
use lca_network::{Digraph, NetworkError};

/// Two genes that shut each other off, and a reporter of the first (Gardner, Cantor & Collins 2000,
/// doi:10.1038/35002131), by Runge and Kutta's fourth-order steps.
struct Toggle;

impl Toggle {
    fn rates(state: &[f64], held: &[Held]) -> Vec<f64> {
        let mut rates = vec![
            4.0 / (1.0 + state[1].powi(3)) - state[0],
            4.0 / (1.0 + state[0].powi(3)) - state[1],
            state[0] - state[2],
        ];
        held.iter().for_each(|one| rates[one.node] = 0.0);
        rates
    }
}

impl Dynamics for Toggle {
    fn names(&self) -> Vec<String> {
        ["LacI", "TetR", "GFP"].map(str::to_owned).to_vec()
    }

    fn settle(&self, start: &[f64], held: &[Held]) -> Result<Vec<Rest>, NetworkError> {
        let mut state = start.to_vec();
        held.iter().for_each(|one| state[one.node] = one.course[0]);
        let step = 0.05;
        let along = |state: &[f64], rates: &[f64], by: f64| -> Vec<f64> {
            state.iter().zip(rates).map(|(x, v)| x + by * v).collect()
        };
        for _ in 0..4000 {
            let a = Self::rates(&state, held);
            let b = Self::rates(&along(&state, &a, 0.5 * step), held);
            let c = Self::rates(&along(&state, &b, 0.5 * step), held);
            let d = Self::rates(&along(&state, &c, step), held);
            for at in 0..3 {
                state[at] += step / 6.0 * (a[at] + 2.0 * b[at] + 2.0 * c[at] + d[at]);
            }
        }
        Ok(vec![vec![state]])
    }

    fn same(&self, a: &Rest, b: &Rest) -> bool {
        a[0].iter().zip(&b[0]).all(|(x, y)| (x - y).abs() < 1e-6)
    }
}

#[test]
fn one_gene_turns_a_switch_and_its_reporter_does_not() {
    let rest = |start: [f64; 3]| Toggle.settle(&start, &[]).unwrap().remove(0);
    let (a, b) = (rest([4.0, 0.0, 0.0]), rest([0.0, 4.0, 0.0]));
    assert!(!Toggle.same(&a, &b) && a[0][0] > 3.0 && b[0][1] > 3.0);
    for (from, to) in [(&a, &b), (&b, &a)] {
        let found = control(&Toggle, from, to, &[], &ControlOptions::default(), &NoProgress).unwrap();
        let nodes: Vec<Vec<usize>> =
            found.sets.iter().map(|set| set.iter().map(|one| one.node).collect()).collect();
        assert_eq!(nodes, [[0], [1]]);
        assert!(found.is_minimal() && found.trials == 4);
        assert!(verify(&Toggle, from, to, &[0]).unwrap().reaches);
        assert!(!verify(&Toggle, from, to, &[]).unwrap().reaches);
        let refused = verify(&Toggle, from, to, &[2]).unwrap();
        assert!(!refused.reaches);
    }
}

#[test]
fn each_fate_of_myeloid_cells_is_reached_from_each_other_and_not_with_a_node_less() {
    let network = common::boolean::myeloid();
    let graph = Digraph::of(&network.influences(Layer::Gene));
    let sets = feedback_vertex_sets(&graph, &FvsOptions::default(), &NoProgress).unwrap().sets;
    for update in [Update::Synchronous, Update::Asynchronous] {
        let options = AttractorOptions { update, ..AttractorOptions::default() };
        let found = attractors(&network, &options, &NoProgress).unwrap();
        let rests: Vec<Rest> = found.iter().map(BooleanDynamics::rest).collect();
        let system = BooleanDynamics::new(&network, update, 10_000);
        for (from, a) in rests.iter().enumerate() {
            for (to, b) in rests.iter().enumerate().filter(|(to, _)| *to != from) {
                let found =
                    control(&system, a, b, &sets[0], &ControlOptions::default(), &NoProgress).unwrap();
                assert!(found.is_minimal() && !found.sets.is_empty(), "{update:?} {from} to {to}");
                for set in &found.sets {
                    let nodes: Vec<usize> = set.iter().map(|one| one.node).collect();
                    assert!(verify(&system, a, b, &nodes).unwrap().reaches);
                    for left_out in 0..nodes.len() {
                        let mut fewer = nodes.clone();
                        fewer.remove(left_out);
                        assert!(!verify(&system, a, b, &fewer).unwrap().reaches, "{nodes:?}");
                    }
                }
                // A feedback vertex set does it for certain.
                for set in &sets {
                    assert!(breaks_all_cycles(&graph, set, SelfLoops::Keep));
                    assert!(verify(&system, a, b, set).unwrap().reaches);
                }
            }
        }
    }
}

#[test]
fn without_trials_left_the_feedback_vertex_set_is_returned_as_unproven() {
    let network = common::boolean::myeloid();
    let found = attractors(&network, &AttractorOptions::default(), &NoProgress).unwrap();
    let rests: Vec<Rest> = found.iter().map(BooleanDynamics::rest).filter(|rest| rest.len() == 1).collect();
    let system = BooleanDynamics::new(&network, Update::Synchronous, 10_000);
    let all: Vec<usize> = (0..network.len()).collect();
    let found =
        control(&system, &rests[0], &rests[1], &all, &ControlOptions { trials: 1 }, &NoProgress).unwrap();
    assert!(!found.is_minimal() && found.sets[0].len() == 11);
    let wrong = control(&system, &vec![vec![0.0]], &rests[1], &all, &ControlOptions::default(), &NoProgress);
    assert!(wrong.unwrap_err().to_string().contains("11 numbers"));
}
