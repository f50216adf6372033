//! `lca network fba`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{json, run};
use lca_kinetics::{
    Compartment, FluxBalance, FluxBounds, FluxObjective, GeneAssociation, GeneProduct, Network, Reaction,
    Species,
};

/// Sugar becomes growth; the step between needs a gene.
fn cell(folder: &std::path::Path) -> String {
    let mut network = Network::new("cell");
    network.compartments.push(Compartment::new("c", 1.0));
    let mut flux = FluxBalance::default();
    ["A", "B"].iter().for_each(|id| network.species.push(Species::new(id, "c", 0.0)));
    let reactions = [
        Reaction::new("uptake", &[], &[("A", 1.0)], 0.0.into()),
        Reaction::new("step", &[("A", 1.0)], &[("B", 1.0)], 0.0.into()),
        Reaction::new("growth", &[("B", 2.0)], &[], 0.0.into()),
    ];
    for (reaction, upper) in reactions.into_iter().zip([10.0, 1000.0, 1000.0]) {
        let (lower, upper) = (Some(0.0.into()), Some(upper.into()));
        flux.bounds.push(FluxBounds { reaction: reaction.id.clone(), lower, upper });
        network.reactions.push(reaction);
    }
    let terms = vec![("growth".to_owned(), 1.0)];
    flux.objectives.push(FluxObjective { id: "most".into(), name: None, maximize: true, terms });
    flux.gene_products.push(GeneProduct { id: "G_a".into(), label: "a".into(), name: None, species: None });
    flux.associations.push(("step".into(), GeneAssociation::Product("G_a".into())));
    network.flux = Some(flux);
    let path = folder.join("cell.xml");
    lca_formats::write_sbml(&path, &network).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn fluxes_ranges_and_knockouts_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = cell(folder.path());
    let ask = |more: &[&str]| json(&[&["network", "fba", &file][..], more].concat());
    let best = ask(&["--bounds", "uptake=0:4"]);
    assert_eq!((best["objective"].as_str(), best["value"].as_f64()), (Some("most"), Some(2.0)));
    assert_eq!(best["shadow_prices"]["A"], -0.5);
    let out = folder.path().join("ranges.csv");
    let plot = folder.path().join("ranges.svg");
    let (out, plot) = (out.to_str().unwrap(), plot.to_str().unwrap());
    let ranges = ask(&["--fva", "--fraction", "0.5", "--out", out, "--plot", plot]);
    assert_eq!(ranges["ranges"]["growth"], serde_json::json!([2.5, 5.0]));
    assert_eq!(std::fs::read_to_string(out).unwrap().lines().nth(3), Some("growth,2.5,5.0"));
    assert!(std::fs::read_to_string(plot).unwrap().contains("<svg"));
    assert_eq!(ask(&["--pfba"])["total"], 25.0);
    assert_eq!(ask(&["--objective", "step"])["value"], 10.0);
    let without = ask(&["--knockouts", "genes"]);
    assert_eq!(without["single"][0], serde_json::json!({ "targets": ["G_a"], "value": 0.0, "lethal": true }));
}

#[test]
fn expression_is_read_from_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let file = cell(folder.path());
    let table = folder.path().join("tpm.csv");
    std::fs::write(&table, "gene,tpm\na,3.5\nz,1\n").unwrap();
    let table = table.to_str().unwrap();
    let found = json(&["network", "fba", &file, "--expression", table, "--method", "eflux"]);
    assert_eq!((found["genes_measured"].as_u64(), found["genes_not_in_model"].as_u64()), (Some(1), Some(1)));
    run(&["network", "fba", &file, "--expression", table], 2);
    run(&["network", "fba", &file, "--fva", "--pfba"], 2);
    let output = run(&["network", "fba", &file, "--bounds", "growth=6:9"], 1);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("must be at least 6") && said.contains("allow 5"), "{said}");
}
