//! From a list of reactions, or a network, to a model: the command and what others make of its files.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{json, run};
use std::fs;
use std::path::{Path, PathBuf};

const LIST: &str = "@model toy\nMEK phosphorylates ERK --> pERK | kcat = 2, Km = 80 | MEK = 1, ERK = 300
pERK is dephosphorylated --> ERK | V = 1, K = 30
@observable y = pERK | noise = 1
@condition low: MEK = 0.5\n@condition high: MEK = 2
@expression ERK = MAPK1\n@measurements data.tsv\n";

const DATA: &str = "observableId\tsimulationConditionId\ttime\tmeasurement\ny\tlow\t10\t5\ny\thigh\t10\t20\n";

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_list_becomes_a_model_and_a_problem_that_lint_passes() {
    let folder = tempfile::tempdir().unwrap();
    let list = write(folder.path(), "toy.txt", LIST);
    write(folder.path(), "data.tsv", DATA);
    let out = folder.path().join("out");
    let found = json(&["network", "model", list.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(found["counts"]["reactions"], 2);
    assert_eq!(found["counts"]["measurements"], 2);
    assert_eq!(found["counts"]["estimated"], 4);
    let yaml = found["problem"].as_str().unwrap();
    assert_eq!(json(&["model", "lint", yaml])["errors"], 0);
    let sbml = out.join("toy.xml");
    let run = json(&["model", "simulate", sbml.to_str().unwrap(), "--end", "10", "--points", "3"]);
    let total =
        |at: usize| run["values"]["ERK"][at].as_f64().unwrap() + run["values"]["pERK"][at].as_f64().unwrap();
    assert!((total(2) - 300.0).abs() < 1e-4);
}

#[test]
fn samples_become_conditions_and_models() {
    let folder = tempfile::tempdir().unwrap();
    let list = write(folder.path(), "toy.txt", &LIST.replace("@measurements data.tsv\n", ""));
    let table = write(folder.path(), "rna.tsv", "gene\tA\tB\nMAPK1\t10\t25\nX\t1\t2\n");
    let out = folder.path().join("out");
    let found = json(&[
        "network",
        "model",
        list.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--expression",
        table.to_str().unwrap(),
        "--reference",
        "A",
        "--instances",
    ]);
    assert_eq!(found["counts"]["conditions"], 4);
    assert_eq!(found["samples"][1]["factors"]["ERK"], 2.5);
    let sbml = out.join("toy_B.xml");
    let run = json(&["model", "simulate", sbml.to_str().unwrap(), "--end", "1", "--points", "2"]);
    assert!((run["values"]["ERK"][0].as_f64().unwrap() - 750.0).abs() < 1e-9);
}

#[test]
fn a_network_becomes_a_list_that_becomes_the_same_model() {
    let folder = tempfile::tempdir().unwrap();
    let sif = write(
        folder.path(),
        "net.sif",
        "EGF activates ERK\nDUSP inhibits ERK\nERK activates DUSP\nA pp ERK\n",
    );
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let found = json(&["network", "model", sif.to_str().unwrap(), "--out", first.to_str().unwrap()]);
    assert_eq!(found["left_out"].as_array().unwrap().len(), 1);
    let list = first.join("reactions.txt");
    json(&["network", "model", list.to_str().unwrap(), "--out", second.to_str().unwrap()]);
    assert_eq!(fs::read(first.join("model.xml")).unwrap(), fs::read(second.join("model.xml")).unwrap());
}

#[test]
fn a_misspelt_verb_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let list = write(folder.path(), "toy.txt", "A binds B\nMEK phosphorilates ERK --> pERK\n");
    let output =
        run(&["network", "model", list.to_str().unwrap(), "--out", folder.path().to_str().unwrap()], 1);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("line 2") && said.contains("`phosphorylates`"), "{said}");
}
