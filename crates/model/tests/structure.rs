//! Structure of networks with known answers.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_kinetics::{Compartment, Network, Reaction, Species, parse_math};
use lca_model::NetworkStructure;
use std::collections::BTreeSet;

/// Reactions written as `id: A + 2 B -> C ; symbols of the rate`.
fn network(lines: &[&str]) -> Network {
    let mut network = Network::new("made");
    network.compartments.push(Compartment::new("cell", 1.0));
    let side = |text: &str| -> Vec<(String, f64)> {
        let terms = text.split('+').map(str::trim).filter(|term| !term.is_empty());
        let term = |term: &str| match term.split_once(' ') {
            Some((number, id)) => (id.to_owned(), number.parse().unwrap()),
            None => (term.to_owned(), 1.0),
        };
        terms.map(term).collect()
    };
    let mut ids = BTreeSet::new();
    for line in lines {
        let (id, rest) = line.split_once(':').unwrap();
        let (equation, symbols) = rest.split_once(';').unwrap();
        let (from, to) = equation.split_once("->").unwrap();
        let (from, to) = (side(from), side(to));
        ids.extend(from.iter().chain(&to).map(|(id, _)| id.clone()));
        let refs =
            |list: &'_ [(String, f64)]| list.iter().map(|(id, n)| (id.clone(), *n)).collect::<Vec<_>>();
        let (from, to) = (refs(&from), refs(&to));
        let (from, to): (Vec<_>, Vec<_>) = (
            from.iter().map(|(id, n)| (id.as_str(), *n)).collect(),
            to.iter().map(|(id, n)| (id.as_str(), *n)).collect(),
        );
        let symbols: Vec<&str> = symbols.split_whitespace().collect();
        let rate = if symbols.is_empty() { "1".to_owned() } else { symbols.join(" * ") };
        network.reactions.push(Reaction::new(id.trim(), &from, &to, parse_math(&rate).unwrap()));
    }
    network.species.extend(ids.iter().map(|id| Species::new(id, "cell", 1.0)));
    network
}

fn structure(lines: &[&str]) -> NetworkStructure {
    NetworkStructure::new(&network(lines)).unwrap()
}

fn moieties(lines: &[&str]) -> Vec<String> {
    structure(lines).moieties().unwrap().iter().map(lca_model::Moiety::formula).collect()
}

#[test]
fn conserved_totals_are_found_with_their_coefficients() {
    let enzyme = ["bind: E + S -> ES ; E S", "back: ES -> E + S ; ES", "make: ES -> E + P ; ES"];
    assert_eq!(moieties(&enzyme), ["E + ES", "ES + P + S"]);
    assert_eq!(structure(&enzyme).rank().unwrap(), 2);
    // A dimer counts twice, and two thirds of a molecule are no trouble.
    assert_eq!(moieties(&["dimer: 2 A -> AA ; A", "back: AA -> 2 A ; AA"]), ["A + 2 AA"]);
    assert_eq!(moieties(&["odd: 0.6666666666666666 A -> B ; A"]), ["3 A + 2 B"]);
    // An open system keeps nothing, and a difference is kept where two are only made together.
    assert!(moieties(&["in: -> A ; ", "out: A -> ; A"]).is_empty());
    let pair = structure(&["in: -> A + B ; "]).moieties().unwrap();
    assert_eq!(pair.len(), 1);
    assert!(!pair[0].is_non_negative());
    assert_eq!(pair[0].formula(), "A - B");
}

const CASCADE: [&str; 8] = [
    "ras_on: Ras -> RasGTP ; Ras",
    "ras_off: RasGTP -> Ras ; RasGTP",
    "raf_on: Raf -> RafP ; Raf RasGTP",
    "raf_off: RafP -> Raf ; RafP",
    "mek_on: Mek -> MekP ; Mek RafP",
    "mek_off: MekP -> Mek ; MekP",
    "erk_on: Erk -> ErkP ; Erk MekP",
    "erk_off: ErkP -> Erk ; ErkP",
];

#[test]
fn the_mapk_cascade_buffers_from_its_end() {
    let cascade = structure(&CASCADE);
    let found = cascade.buffering_structures().unwrap().unwrap();
    let species: Vec<Vec<&str>> =
        found.iter().map(|one| one.species.iter().map(String::as_str).collect()).collect();
    let layers = [["Erk", "ErkP"], ["Mek", "MekP"], ["Raf", "RafP"], ["Ras", "RasGTP"]];
    for (depth, one) in species.iter().enumerate() {
        let mut expected: Vec<&str> = layers[..=depth].concat();
        expected.sort_unstable();
        assert_eq!(*one, expected, "Erk, then with Mek, then with Raf, then with Ras");
    }
    assert_eq!(found.len(), 4);
    assert!(found.windows(2).all(|pair| pair[0].is_within(&pair[1]) && !pair[1].is_within(&pair[0])));
    assert_eq!(cascade.index(&["Erk", "ErkP"], &["erk_on", "erk_off"]).unwrap(), Some(0));
    // Half a cycle is no buffering structure, and a part that leaves out a dependent reaction is none.
    assert_eq!(cascade.index(&["ErkP"], &["erk_off"]).unwrap(), Some(1));
    assert_eq!(cascade.index(&["Mek", "MekP"], &["mek_on", "mek_off"]).unwrap(), None);
}

#[test]
fn two_phosphorylations_nest_too_and_feedback_joins_layers() {
    let twice = [
        &CASCADE[..4],
        &[
            "mek_1: Mek -> MekP ; Mek RafP",
            "mek_2: MekP -> MekPP ; MekP RafP",
            "mek_3: MekPP -> MekP ; MekPP",
            "mek_4: MekP -> Mek ; MekP",
            "erk_1: Erk -> ErkP ; Erk MekPP",
            "erk_2: ErkP -> ErkPP ; ErkP MekPP",
            "erk_3: ErkPP -> ErkP ; ErkPP",
            "erk_4: ErkP -> Erk ; ErkP",
        ],
    ]
    .concat();
    let found = structure(&twice).buffering_structures().unwrap().unwrap();
    assert_eq!(found.iter().map(|one| one.species.len()).collect::<Vec<_>>(), [3, 6, 8, 10]);
    assert!(found.windows(2).all(|pair| pair[0].is_within(&pair[1])));
    // With feedback from Erk to Raf the three lower layers are one.
    let mut feedback = CASCADE;
    feedback[2] = "raf_on: Raf -> RafP ; Raf RasGTP ErkP";
    let found = structure(&feedback).buffering_structures().unwrap().unwrap();
    assert_eq!(found.iter().map(|one| one.species.len()).collect::<Vec<_>>(), [6, 8]);
}

#[test]
fn responses_are_those_of_the_steady_state() {
    // A chain: what comes in moves all, a later step only what it takes.
    let chain = structure(&["in: -> A ; ", "step: A -> B ; A", "out: B -> ; B"]);
    let found = chain.sensitivity().unwrap().unwrap();
    assert_eq!(found.species, [[true, true], [true, false], [false, true]]);
    assert_eq!(found.fluxes, [[true; 3], [false; 3], [false; 3]]);
    // Nothing takes B: there is no steady state to respond.
    let heap = structure(&["in: -> A ; ", "step: A -> B ; A"]);
    assert!(heap.sensitivity().unwrap().is_none() && heap.buffering_structures().unwrap().is_none());
}

#[test]
fn rates_depend_through_rules_and_not_on_what_is_local() {
    let mut made = network(&["in: -> A ; ", "out: A -> ; A", "on: -> B ; f", "off: B -> ; B"]);
    made.parameters
        .push(lca_kinetics::Parameter { constant: false, ..lca_kinetics::Parameter::new("f", 1.0) });
    made.rules
        .push(lca_kinetics::Rule::Assignment { variable: "f".into(), value: parse_math("2 * A").unwrap() });
    let through = NetworkStructure::new(&made).unwrap().sensitivity().unwrap().unwrap();
    assert_eq!(through.species[0], [true, true]);
    made.reactions[2].local_parameters.push(lca_kinetics::Parameter::new("f", 1.0));
    let local = NetworkStructure::new(&made).unwrap().sensitivity().unwrap().unwrap();
    assert_eq!(local.species[0], [true, false]);
}

#[test]
fn a_stoichiometry_that_varies_is_named() {
    let mut made = network(&["in: -> A ; "]);
    made.reactions[0].products[0].number = parse_math("2 * p").unwrap();
    let error = NetworkStructure::new(&made).unwrap_err().to_string();
    assert!(error.contains("`in`"), "{error}");
}
