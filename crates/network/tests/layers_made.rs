//! A made system of three layers whose interactions across are known.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail here and says its figures")]

mod common;

use common::layered::{COUNT, measure, resource, score, system};
use lca_graph::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
use lca_network::layers::{
    ByChance, ChangeOptions, Group, LayerChange, MeasuredLayer, Names, TransOmicOptions, changes,
    permutations, trans_omic,
};
use lca_tables::Abundances;

fn found(layers: &[MeasuredLayer]) -> Vec<LayerChange> {
    layers.iter().map(|layer| changes(layer, &ChangeOptions::default()).unwrap()).collect()
}

#[test]
fn known_interactions_across_three_layers_are_recovered() {
    for seed in [1, 2, 3] {
        let system = system(seed);
        let layers = found(&measure(&system, seed));
        let resource = resource(&system, seed);
        let options = TransOmicOptions { regulator_rate: 0.0, ..TransOmicOptions::default() };
        let made = trans_omic(&layers, std::slice::from_ref(&resource), &Names::default(), &options).unwrap();
        let (precision, recall) = score(&system, &made.network);
        println!("seed {seed}: precision {precision:.3}, recall {recall:.3}, left out {:?}", made.refused);
        // Order and signs alone leave more wrong ones in: the courses decide.
        let loose = TransOmicOptions { dynamics: false, ..options };
        let loose = trans_omic(&layers, &[resource], &Names::default(), &loose).unwrap();
        println!("  without courses: {:?}", score(&system, &loose.network));
        assert!(precision >= 0.9 && recall >= 0.8, "seed {seed}: {precision} {recall}");
        assert!(score(&system, &loose.network).0 < precision);
    }
}

#[test]
fn exchanged_labels_give_fewer_interactions_the_same_on_any_number_of_threads() {
    let system = system(7);
    let (layers, resource) = (measure(&system, 7), resource(&system, 7));
    let options = TransOmicOptions { dynamics: false, ..TransOmicOptions::default() };
    let run = |threads: usize| -> ByChance {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let how = ChangeOptions::default();
        pool.install(|| {
            let resources = std::slice::from_ref(&resource);
            permutations(&layers, resources, &Names::default(), (&how, &options), (19, 3)).unwrap()
        })
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(8));
    assert!(one.samples.iter().all(|&count| count < one.observed / 4), "{one:?}");
    assert!(one.molecules.iter().all(|&count| count < one.observed), "{one:?}");
    assert_eq!((one.p_samples(), one.p_molecules()), (0.05, 0.05));
}

#[test]
fn a_regulator_that_was_not_measured_is_told_by_its_targets() {
    let system = system(4);
    let layers = found(&measure(&system, 4));
    let mut network = MolecularNetwork::default();
    let tf = network.molecule(Molecule::new("TF", Layer::Protein));
    let idle = network.molecule(Molecule::new("IDLE", Layer::Protein));
    for at in 0..12 {
        let target = network.molecule(Molecule::new(&format!("T{at}"), Layer::Transcript));
        network.interaction(Interaction::new(tf, target, Sign::Unknown));
        let target = network.molecule(Molecule::new(&format!("T{}", COUNT / 2 + at), Layer::Transcript));
        network.interaction(Interaction::new(idle, target, Sign::Unknown));
    }
    let made = trans_omic(&layers, &[network], &Names::default(), &TransOmicOptions::default()).unwrap();
    assert_eq!(made.regulators.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["TF"]);
    let place = made.network.place(Layer::Protein, "TF").unwrap();
    assert!(made.nodes[place].inferred && made.nodes[place].q_value < 0.05);
    assert!(made.network.interactions().len() >= 10);
}

#[test]
fn what_cannot_be_answered_is_said() {
    let system = system(5);
    let measured = measure(&system, 5);
    let layers = found(&measured);
    let none = Names::default();
    let options = TransOmicOptions::default();
    let pair = |a: &str, b: &str| {
        let mut network = MolecularNetwork::default();
        let ends = [a, b].map(|id| network.molecule(Molecule::new(id, Layer::Unstated)));
        network.interaction(Interaction::new(ends[0], ends[1], Sign::Unknown));
        network
    };
    let error = trans_omic(&layers, &[pair("k1", "t1")], &none, &options).unwrap_err().to_string();
    assert!(error.contains("another species") && error.contains("k1"), "{error}");
    let error = trans_omic(&layers, &[pair("AAA", "BBB")], &none, &options).unwrap_err().to_string();
    assert!(error.contains("list of names") && error.contains("K0"), "{error}");
    assert!(trans_omic(&layers[..1], &[], &none, &options).is_err());
    let mut empty = measured[0].clone();
    let values = vec![f64::NAN; COUNT * empty.table.samples().len()];
    empty.table =
        Abundances::new(empty.table.molecules().to_vec(), empty.table.samples().to_vec(), values).unwrap();
    let error = changes(&empty, &ChangeOptions::default()).unwrap_err().to_string();
    assert!(error.contains("every value of the protein layer is missing"), "{error}");
    let mut alone = measured[0].clone();
    alone.places.iter_mut().for_each(|place| place.as_mut().unwrap().group = Group::Control);
    let error = changes(&alone, &ChangeOptions::default()).unwrap_err().to_string();
    assert!(error.contains("nothing to compare"), "{error}");
    let mut short = measured[0].clone();
    short.places.pop();
    assert!(changes(&short, &ChangeOptions::default()).unwrap_err().to_string().contains("places"));
    let rate = ChangeOptions { rate: 0.0, ..ChangeOptions::default() };
    assert!(changes(&measured[0], &rate).is_err());
}
