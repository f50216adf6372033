//! Models of networks.

use super::{is_sound, read};
use lca_graph::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
use lca_kinetics::sketch::Logic;
use lca_network::compile::{Activation, SkeletonOptions, problem, skeleton};

/// Who acts how on whom.
type Edge = ((&'static str, Layer), Sign, (&'static str, Layer));

fn network(edges: &[Edge]) -> MolecularNetwork {
    let mut network = MolecularNetwork::default();
    for ((from, below), sign, (to, above)) in edges {
        let ends =
            [(from, below), (to, above)].map(|(id, layer)| network.molecule(Molecule::new(id, *layer)));
        network.interaction(Interaction::new(ends[0], ends[1], *sign));
    }
    network
}

fn example() -> MolecularNetwork {
    use Layer::{Gene, Metabolite, Protein, Transcript};
    network(&[
        (("EGF", Protein), Sign::Positive, ("ERK", Protein)),
        (("DUSP", Protein), Sign::Negative, ("ERK", Protein)),
        (("ERK", Protein), Sign::Positive, ("dusp", Transcript)),
        (("AKT", Protein), Sign::Positive, ("dusp", Transcript)),
        (("REP-1", Gene), Sign::Negative, ("dusp", Transcript)),
        (("dusp", Transcript), Sign::Positive, ("DUSP", Protein)),
        (("ERK", Protein), Sign::Positive, ("PIP3", Metabolite)),
        (("AKT", Protein), Sign::Unknown, ("PIP3", Metabolite)),
        (("ERK", Protein), Sign::Positive, ("ERK", Protein)),
    ])
}

#[test]
fn proteins_cycle_genes_are_read_and_transcripts_translated() {
    let options = SkeletonOptions { activation: Activation::Cycle, logic: Logic::Sum };
    let found = skeleton(&example(), options).unwrap();
    assert_eq!(found.left_out, ["AKT → PIP3: its sign is not known"]);
    let text = lca_formats::reactions_text(&found.sketch);
    let lines: Vec<&str> = text.lines().collect();
    for line in [
        "@species fixed EGF = 1.0",
        "@species pERK = 0.0",
        "EGF phosphorylates ERK --> pERK",
        "pERK phosphorylates ERK --> pERK",
        "DUSP dephosphorylates pERK --> ERK",
        "pERK is dephosphorylated --> ERK",
        "pERK or AKT transcribes dusp, repressed by REP_1",
        "dusp translates DUSP",
        "DUSP is degraded",
        "pERK synthesizes PIP3",
    ] {
        assert!(lines.contains(&line), "{line} is not in\n{text}");
    }
    let compiled = problem(&found.sketch).unwrap();
    is_sound(&compiled);
    // What is written compiles to the same model.
    assert_eq!(problem(&read(&text)).unwrap(), compiled);
    let simulator = lca_model::Simulator::new(&compiled.network, &["ERK + pERK"]).unwrap();
    let found = simulator.run(&[], &[0.0, 10.0, 100.0]).unwrap();
    assert!(found.values.iter().all(|row| (row[0] - 1.0).abs() < 1e-6), "{found:?}");
}

#[test]
fn hill_functions_combine_as_product_or_sum() {
    let edges = [("A", Sign::Positive), ("B", Sign::Positive), ("R", Sign::Negative)]
        .map(|(id, sign)| ((id, Layer::Unstated), sign, ("X", Layer::Unstated)));
    for (logic, share) in [(Logic::Product, 0.25), (Logic::Sum, 0.75)] {
        let options = SkeletonOptions { activation: Activation::Hill, logic };
        let found = problem(&skeleton(&network(&edges), options).unwrap().sketch).unwrap();
        // All at 1, where a Hill function of K = 1 is a half, and so is the repression.
        let rate = found.network.reactions[0].rate.as_ref().unwrap();
        let value = |id: &str| Some(if id.starts_with('n') { 2.0 } else { 1.0 });
        assert!((rate.value(&value).unwrap() - 0.5 * share).abs() < 1e-14, "{rate}");
        is_sound(&found);
    }
}

#[test]
fn molecules_of_one_name_are_called_after_their_layers() {
    let edges = [
        (("FOS", Layer::Gene), Sign::Positive, ("FOS", Layer::Transcript)),
        (("FOS", Layer::Transcript), Sign::Positive, ("FOS", Layer::Protein)),
    ];
    let found = skeleton(&network(&edges), SkeletonOptions::default()).unwrap();
    let text = lca_formats::reactions_text(&found.sketch);
    for line in ["FOS_gene transcribes FOS_transcript", "FOS_transcript translates FOS", "FOS is degraded"] {
        assert!(text.lines().any(|one| one == line), "{line} is not in\n{text}");
    }
    is_sound(&problem(&found.sketch).unwrap());
}

#[test]
fn a_network_without_signs_is_refused() {
    let edges = [(("A", Layer::Protein), Sign::Unknown, ("B", Layer::Protein))];
    let error = skeleton(&network(&edges), SkeletonOptions::default()).unwrap_err();
    assert!(error.to_string().contains("sign"), "{error}");
}
