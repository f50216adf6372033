//! Key molecules and control, from the files to what the commands say.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{file, json, run, text};
use lca_kinetics::{Compartment, Network, Reaction, Species, parse_math};

const MYELOID: &str = include_str!("../../../docs/network/myeloid.txt");

#[test]
fn sets_that_break_all_cycles_are_listed_with_their_proof() {
    let folder = tempfile::tempdir().unwrap();
    let sif = file(folder.path(), "n.sif", "a 1 b\nb 1 a\nb 1 c\nc -1 c\n");
    let found = json(&["network", "fvs", text(&sif), "--self-loops", "drop", "--all"]);
    assert_eq!(found["minimum"], 1);
    assert_eq!(found["sets"], serde_json::json!([["a"], ["b"]]));
    assert_eq!(found["proof"]["disjoint_cycles"], serde_json::json!([["a", "b"]]));
    let kept = json(&["network", "fvs", text(&sif)]);
    assert_eq!(kept["sets"], serde_json::json!([["a", "c"], ["b", "c"]]));
    assert_eq!(kept["complete"], true);
    run(&["network", "fvs", text(&folder.path().join("none.sif"))], 1);
}

#[test]
fn key_nodes_have_each_score_beside_the_combined_one() {
    let folder = tempfile::tempdir().unwrap();
    let sif = file(folder.path(), "n.sif", "a 1 b\nb 1 a\nb 1 c\n");
    let (plot, out) = (folder.path().join("keys.svg"), folder.path().join("keys.tsv"));
    let found = json(&["network", "keys", text(&sif), "--plot", text(&plot), "--out", text(&out)]);
    assert_eq!(found["nodes"][0]["node"], "b");
    assert_eq!(found["nodes"][0]["fvs"], 0.5);
    assert!(plot.exists() && std::fs::read_to_string(out).unwrap().starts_with("node\tcombined\tfvs"));
    let table = file(folder.path(), "s.tsv", "node\tsensitivity\nnobody\t1\n");
    run(&["network", "keys", text(&sif), "--sensitivities", text(&table)], 2);
}

#[test]
fn fates_of_myeloid_cells_are_found_and_exchanged() {
    let folder = tempfile::tempdir().unwrap();
    let rules = file(folder.path(), "myeloid.txt", MYELOID);
    let found = json(&["network", "attractors", text(&rules), "--update", "asynchronous"]);
    assert_eq!(found["attractors"].as_array().unwrap().len(), 6);
    let ends = ["--from", "Gata1=1,EKLF=1", "--to", "Pu1=1,Gfi1=1", "--update", "asynchronous"];
    let base = [["network", "control", text(&rules)].as_slice(), &ends].concat();
    let control = json(&base);
    assert_eq!(control["minimal"], true);
    let set = control["sets"][0].as_array().unwrap();
    let nodes: Vec<&str> = set.iter().map(|one| one["node"].as_str().unwrap()).collect();
    let (all, fewer) = (nodes.join(","), nodes[1..].join(","));
    assert!(nodes.len() > 1, "{control}");
    assert_eq!(json(&[base.as_slice(), &["--verify", &all]].concat())["reaches"], true);
    let refused = run(&[base.as_slice(), &["--verify", &fewer]].concat(), 1);
    assert!(String::from_utf8(refused.stdout).unwrap().starts_with("refused"));
    run(&["network", "control", text(&rules), "--from", "99", "--to", "1"], 2);
    run(&["network", "control", text(&rules), "--from", "Gata7=1", "--to", "1"], 2);
}

/// Two genes that shut each other off, and what the first makes.
fn toggle() -> Network {
    let mut network = Network::new("toggle");
    network.compartments.push(Compartment::new("cell", 1.0));
    for (id, rate) in [("A", "4 / (1 + B^3)"), ("B", "4 / (1 + A^3)"), ("C", "A")] {
        network.species.push(Species::new(id, "cell", 1.0));
        let make = parse_math(rate).unwrap();
        network.reactions.push(Reaction::new(&format!("make_{id}"), &[], &[(id, 1.0)], make));
        let decay = parse_math(id).unwrap();
        network.reactions.push(Reaction::new(&format!("lose_{id}"), &[(id, 1.0)], &[], decay));
    }
    network
}

#[test]
fn a_model_that_is_a_switch_is_turned() {
    let folder = tempfile::tempdir().unwrap();
    let xml = folder.path().join("toggle.xml");
    lca_formats::write_sbml(&xml, &toggle()).unwrap();
    let base = ["network", "control", text(&xml), "--from", "A=4,B=0", "--to", "A=0,B=4"];
    let found = json(&base);
    let nodes: Vec<&str> =
        found["sets"].as_array().unwrap().iter().map(|set| set[0]["node"].as_str().unwrap()).collect();
    assert_eq!(nodes, ["A", "B"]);
    run(&[base.as_slice(), &["--verify", "C"]].concat(), 1);
    run(&["network", "control", text(&xml), "--from", "A=4,B=0", "--to", "A=3,B=0"], 2);
}
