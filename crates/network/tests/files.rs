//! Networks merged, filtered, seen by layers and searched for ways.
#![allow(clippy::unwrap_used)]

use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};
use lca_network::{Filter, filter, layer_view, lookup, merge, project, shortest_paths, simple_paths};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Edges `source, sign, target`; identifiers that begin with a small letter are metabolites.
fn network(edges: &[(&str, i8, &str)]) -> MolecularNetwork {
    let mut network = MolecularNetwork::default();
    for (source, sign, target) in edges {
        let [source, target] = [source, target].map(|id| {
            let small = id.starts_with(|first: char| first.is_ascii_lowercase());
            network.molecule(Molecule::new(id, if small { Layer::Metabolite } else { Layer::Protein }))
        });
        let sign = match sign {
            1 => Sign::Positive,
            -1 => Sign::Negative,
            2 => Sign::Dual,
            _ => Sign::Unknown,
        };
        network.interaction(Interaction::new(source, target, sign));
    }
    network
}

fn told(network: &MolecularNetwork) -> BTreeSet<(String, Sign, String)> {
    let id = |place: usize| network.molecules()[place].id.clone();
    network.interactions().iter().map(|one| (id(one.source), one.sign, id(one.target))).collect()
}

fn ids(network: &MolecularNetwork) -> Vec<&str> {
    network.molecules().iter().map(|one| one.id.as_str()).collect()
}

#[test]
fn merging_gathers_evidence_and_reports_conflicts() {
    let (one, other) = (network(&[("A", 1, "B"), ("B", 1, "C")]), network(&[("A", -1, "B"), ("B", 1, "C")]));
    let merged = merge(&[("one", &one), ("other", &other)]);
    assert_eq!(merged.network.interactions().len(), 3);
    let sources: Vec<_> =
        merged.network.interactions()[1].evidence.iter().map(|one| one.source.as_deref()).collect();
    assert_eq!(sources, [Some("one"), Some("other")]);
    let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
    assert_eq!((conflict.source, conflict.target), (0, 1));
    assert_eq!(
        (&conflict.positive, &conflict.negative),
        (&vec!["one".to_owned()], &vec!["other".to_owned()])
    );
    assert_eq!((merged.shared_molecules, merged.shared_pairs), (3, 2));
    assert!(merge(&[]).network.molecules().is_empty());
}

#[test]
fn an_unstated_layer_is_filled_in_only_where_it_is_clear() {
    let mut unstated = MolecularNetwork::default();
    let [a, b] = ["A", "B"].map(|id| unstated.molecule(Molecule::new(id, Layer::Unstated)));
    unstated.interaction(Interaction::new(a, b, Sign::Positive));
    let mut twice = network(&[("A", 1, "B")]);
    twice.molecule(Molecule::new("B", Layer::Gene));
    let merged = merge(&[("sif", &unstated), ("table", &twice)]);
    let layers: Vec<_> = merged.network.molecules().iter().map(|one| (one.id.as_str(), one.layer)).collect();
    let (protein, gene) = (Layer::Protein, Layer::Gene);
    assert_eq!(layers, [("A", protein), ("B", Layer::Unstated), ("B", protein), ("B", gene)]);
}

#[test]
fn filters_keep_what_they_are_asked_for() {
    let mut whole = network(&[("A", 1, "B"), ("B", -1, "c"), ("c", 1, "D"), ("D", 1, "D"), ("D", 0, "E")]);
    let alone = whole.molecule(Molecule::new("F", Layer::Protein));
    let kept = |asked: &Filter| filter(&whole, asked).unwrap();
    assert_eq!(kept(&Filter::default()), whole);
    assert_eq!(alone, 5);
    let proteins = kept(&Filter { layers: vec![Layer::Protein], ..Filter::default() });
    assert_eq!(ids(&proteins), ["A", "B", "D", "E", "F"]);
    assert_eq!(proteins, layer_view(&whole, &[Layer::Protein]));
    let negative = kept(&Filter { signs: vec![Sign::Negative], ..Filter::default() });
    assert_eq!(ids(&negative), ["B", "c", "F"]);
    let near = kept(&Filter { molecules: vec!["c".to_owned()], reach: 1, ..Filter::default() });
    assert_eq!(ids(&near), ["B", "c", "D"]);
    let busy = kept(&Filter { degree: 2, ..Filter::default() });
    assert_eq!(ids(&busy), ["B", "c", "D"]);
    let error = filter(&whole, &Filter { molecules: vec!["C".to_owned()], ..Filter::default() }).unwrap_err();
    assert!(error.to_string().contains("is `c` meant?"), "{error}");
    assert!(filter(&whole, &Filter { score: Some(f64::NAN), ..Filter::default() }).is_err());
}

#[test]
fn filters_by_evidence_leave_out_what_fails() {
    let because =
        |source: &str, score| Evidence { source: Some(source.to_owned()), score, ..Evidence::default() };
    let mut whole = network(&[("A", 1, "B")]);
    let (a, b) = (0, whole.molecule(Molecule::new("C", Layer::Gene)));
    let evidence = vec![because("SIGNOR", Some(0.9)), because("KEGG", Some(0.2)), because("other", None)];
    whole.interaction(Interaction { evidence, ..Interaction::new(a, b, Sign::Positive) });
    let kept = |sources: &[&str], score| {
        let sources = sources.iter().map(|&source| source.to_owned()).collect();
        filter(&whole, &Filter { sources, score, ..Filter::default() }).unwrap()
    };
    let found = kept(&["signor", "other"], None);
    assert_eq!((ids(&found), found.interactions()[0].evidence.len()), (vec!["A", "C"], 2));
    assert_eq!(kept(&[], Some(0.2)).interactions()[0].evidence.len(), 2);
    assert!(kept(&["KEGG"], Some(0.5)).molecules().is_empty());
}

#[test]
fn projection_multiplies_signs_through_hidden_layers() {
    let whole = network(&[
        ("A", 1, "x"),
        ("x", -1, "y"),
        ("y", -1, "B"),
        ("A", -1, "z"),
        ("z", 1, "C"),
        ("x", 1, "C"),
        ("A", 1, "B"),
        ("B", 0, "w"),
        ("w", 1, "A"),
        ("y", 1, "x"),
        ("v", 1, "A"),
    ]);
    let seen = project(&whole, &[Layer::Protein]);
    let edge = |from: &str, sign, to: &str| (from.to_owned(), sign, to.to_owned());
    let expected = BTreeSet::from([
        edge("A", Sign::Positive, "B"),
        // The loop of x and y is negative, so that both signs reach B and C.
        edge("A", Sign::Dual, "B"),
        edge("A", Sign::Dual, "C"),
        edge("B", Sign::Unknown, "A"),
    ]);
    assert_eq!(told(&seen), expected);
}

#[test]
fn ways_have_the_sign_of_their_steps() {
    let whole = network(&[
        ("A", -1, "B"),
        ("B", -1, "C"),
        ("A", 1, "D"),
        ("D", -1, "C"),
        ("A", 0, "C"),
        ("A", 2, "E"),
        ("E", 1, "C"),
        ("C", 1, "A"),
    ]);
    let place = |id: &str| lookup(&whole, id).unwrap()[0];
    let (found, more) = simple_paths(&whole, place("A"), place("C"), 5, 10).unwrap();
    let signs: Vec<_> = found.iter().map(|path| (path.molecules.len() - 1, path.sign)).collect();
    assert_eq!(signs, [(1, Sign::Unknown), (2, Sign::Positive), (2, Sign::Negative), (2, Sign::Dual)]);
    assert!(!more);
    assert_eq!(shortest_paths(&whole, place("A"), place("C"), 10).unwrap(), found);
    let (first, more) = simple_paths(&whole, place("A"), place("C"), 5, 2).unwrap();
    assert_eq!((first.as_slice(), more), (&found[..2], true));
    let (loops, _) = simple_paths(&whole, place("A"), place("A"), 5, 10).unwrap();
    assert_eq!(loops.len(), 4);
    assert!(shortest_paths(&whole, 0, 0, 1).is_err() && simple_paths(&whole, 0, 99, 1, 1).is_err());
}

/// All ways without repeats, by trying every order of molecules between the ends.
fn all_ways(whole: &MolecularNetwork, from: usize, to: usize) -> Vec<Vec<usize>> {
    fn go(
        steps: &BTreeSet<(usize, usize)>,
        count: usize,
        way: &[usize],
        to: usize,
        found: &mut Vec<Vec<usize>>,
    ) {
        for next in 0..count {
            let longer: Vec<usize> = way.iter().copied().chain([next]).collect();
            if !steps.contains(&(way[way.len() - 1], next)) {
                continue;
            }
            if next == to {
                found.push(longer);
            } else if !way.contains(&next) {
                go(steps, count, &longer, to, found);
            }
        }
    }
    let steps = whole.interactions().iter().map(|one| (one.source, one.target)).collect();
    let mut found = Vec::new();
    go(&steps, whole.molecules().len(), &[from], to, &mut found);
    found.sort_by_key(|way| (way.len(), way.clone()));
    found
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ways_are_those_of_brute_force(edges in prop::collection::vec((0..6_usize, 0..6_usize), 1..20), count in 1..8_usize) {
        let mut whole = MolecularNetwork::default();
        for place in 0..6 {
            whole.molecule(Molecule::new(&place.to_string(), Layer::Protein));
        }
        for (source, target) in edges {
            whole.interaction(Interaction::new(source, target, Sign::Positive));
        }
        let ways = all_ways(&whole, 0, 1);
        let molecules = |paths: Vec<lca_network::Path>| -> Vec<Vec<usize>> {
            paths.into_iter().map(|path| path.molecules).collect()
        };
        let (found, more) = simple_paths(&whole, 0, 1, 6, 1000).unwrap();
        prop_assert_eq!(&molecules(found), &ways);
        prop_assert!(!more);
        let shortest = molecules(shortest_paths(&whole, 0, 1, count).unwrap());
        prop_assert_eq!(shortest.as_slice(), &ways[..count.min(ways.len())]);
        let loops = all_ways(&whole, 2, 2);
        prop_assert_eq!(molecules(simple_paths(&whole, 2, 2, 6, 1000).unwrap().0), loops);
    }
}
