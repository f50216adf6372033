//! Attractors against an exhaustive search of small state graphs, and of published networks.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "test helpers")]

mod common;

use lca_core::NoProgress;
use lca_graph::{BooleanExpression as Is, BooleanNetwork};
use lca_network::attractors::{AttractorOptions, BooleanAttractor, Update, attractors};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn find(network: &BooleanNetwork, update: Update) -> Vec<BooleanAttractor> {
    attractors(network, &AttractorOptions { update, ..AttractorOptions::default() }, &NoProgress).unwrap()
}

fn bits(number: usize, nodes: usize) -> Vec<bool> {
    (0..nodes).map(|at| number >> at & 1 == 1).collect()
}

fn number(state: &[bool]) -> usize {
    state.iter().rev().fold(0, |all, bit| 2 * all + usize::from(*bit))
}

fn followers(network: &BooleanNetwork, update: Update, at: usize) -> Vec<usize> {
    let state = bits(at, network.len());
    let next = network.next(&state);
    if update == Update::Synchronous {
        return vec![number(&next)];
    }
    (0..network.len()).filter(|&k| next[k] != state[k]).map(|k| at ^ 1 << k).collect()
}

/// Sets of states that reach exactly each other.
fn brute(network: &BooleanNetwork, update: Update) -> BTreeSet<BTreeSet<usize>> {
    let reach = |from: usize| {
        let (mut met, mut open) = (BTreeSet::from([from]), vec![from]);
        while let Some(at) = open.pop() {
            open.extend(followers(network, update, at).into_iter().filter(|next| met.insert(*next)));
        }
        met
    };
    let all: Vec<BTreeSet<usize>> = (0..1 << network.len()).map(reach).collect();
    all.iter().filter(|set| set.iter().all(|&at| all[at] == **set)).cloned().collect()
}

fn rule() -> impl Strategy<Value = Is> {
    let leaf = prop_oneof![(0usize..5).prop_map(Is::Variable), any::<bool>().prop_map(Is::Constant)];
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| Is::Not(Box::new(one))),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Is::And),
            prop::collection::vec(inner, 1..4).prop_map(Is::Or),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn all_attractors_are_those_of_the_whole_state_graph(rules in prop::collection::vec(rule(), 5)) {
        let network = BooleanNetwork::new(rules.into_iter().enumerate().map(|(at, rule)| (format!("n{at}"), rule))).unwrap();
        for update in [Update::Synchronous, Update::Asynchronous] {
            let found = find(&network, update);
            let sets: BTreeSet<BTreeSet<usize>> =
                found.iter().map(|one| one.states.iter().map(|state| number(state)).collect()).collect();
            prop_assert_eq!(sets, brute(&network, update));
            prop_assert!(found.iter().all(|one| one.size == one.states.len() as f64));
            let shares: f64 = found.iter().map(|one| one.basin).sum();
            prop_assert!(update == Update::Asynchronous || (shares - 1.0).abs() < 1e-12);
        }
    }
}

/// Which nodes are on.
fn on(one: &BooleanAttractor) -> Vec<&'static str> {
    let names = common::boolean::MYELOID.iter().zip(&one.values);
    names.filter(|(_, value)| **value == Some(true)).map(|(name, _)| *name).collect()
}

#[test]
fn myeloid_cells_have_four_fates_and_one_state_with_all_off() {
    let network = common::boolean::myeloid();
    for update in [Update::Synchronous, Update::Asynchronous] {
        let found = find(&network, update);
        let fixed: BTreeSet<Vec<&str>> = found.iter().filter(|one| one.size == 1.0).map(on).collect();
        for fate in [
            vec![],
            vec!["Gata1", "Fog1", "EKLF", "SCL"],
            vec!["Gata1", "Fog1", "Fli1", "SCL"],
            vec!["Cebpa", "Pu1", "Gfi1"],
            vec!["Cebpa", "Pu1", "cJun", "EgrNab"],
        ] {
            assert!(fixed.contains(&fate), "{update:?}: {fate:?} of {fixed:?}");
        }
        let sets: BTreeSet<BTreeSet<usize>> =
            found.iter().map(|one| one.states.iter().map(|state| number(state)).collect()).collect();
        assert_eq!(sets, brute(&network, update));
    }
}

/// Switches of two nodes that shut each other off, in a chain in which each holds the next: large, but with attractors
/// that are known.
fn chain(switches: usize) -> BooleanNetwork {
    let not = |at: usize| Is::Not(Box::new(Is::Variable(at)));
    let rules = (0..2 * switches).map(|at| {
        let other = not(at ^ 1);
        // Only the first switch is free; each other one copies the one before.
        let rule = if at < 2 { other } else { Is::And(vec![other, Is::Variable(at - 2)]) };
        (format!("n{at}"), rule)
    });
    BooleanNetwork::new(rules).unwrap()
}

#[test]
fn forty_nodes_are_searched_whole() {
    let start = std::time::Instant::now();
    let found = find(&chain(20), Update::Asynchronous);
    println!("{} attractors, {:?}", found.len(), start.elapsed());
    assert!(found.len() == 2 && found.iter().all(|one| one.size == 1.0));
    let found = find(&chain(15), Update::Synchronous);
    println!("{} attractors, {:?}", found.len(), start.elapsed());
    assert!((found.iter().map(|one| one.basin).sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn too_many_attractors_are_refused() {
    let inputs = (0..20).map(|at| (format!("n{at}"), Is::Variable(at)));
    let network = BooleanNetwork::new(inputs).unwrap();
    let error = attractors(&network, &AttractorOptions::default(), &NoProgress).unwrap_err();
    assert!(error.to_string().contains("give inputs a value"), "{error}");
    let empty = find(&BooleanNetwork::default(), Update::Synchronous);
    assert_eq!(empty.len(), 1);
}

#[test]
fn sizes_and_basins_are_numbers_where_states_are_more_than_can_be_squared() {
    let held = (0..600).map(|at| (format!("n{at}"), Is::Constant(at % 2 == 0)));
    let network = BooleanNetwork::new(held).unwrap();
    for update in [Update::Synchronous, Update::Asynchronous] {
        let found = find(&network, update);
        assert_eq!((found.len(), found[0].size, found[0].basin), (1, 1.0, 1.0));
    }
}
