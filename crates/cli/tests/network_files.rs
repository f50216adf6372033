//! `lca network import`, `merge` and `show`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{json, run};
use std::fs;
use std::path::Path;

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn networks_go_into_an_atlas_and_come_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let sif = file(folder.path(), "a.sif", "EGFR 1 MEK\nMEK 1 ERK\nERK -1 EGFR\nMEK 1 ERK\nERK 1 ERK\n");
    let atlas = folder.path().join("a.zarr");
    let atlas = atlas.to_str().unwrap();
    let told = json(&["network", "import", &sif, "--atlas", atlas, "--name", "egfr"]);
    assert_eq!((&told["files"][0]["stated"], &told["interactions"]), (&5.into(), &4.into()));
    assert_eq!(told["files"][0]["self_loops"], 1);
    let shown = json(&["network", "show", atlas, "--from", "EGFR", "--to", "ERK"]);
    assert_eq!((&shown["molecules"], &shown["interactions"]), (&3.into(), &4.into()));
    let way = &shown["ways"]["paths"][0];
    assert_eq!((&way["sign"], way["molecules"].as_array().unwrap().len()), (&"positive".into(), 3));
    let out = folder.path().join("part.graphml");
    let figure = folder.path().join("hubs.svg");
    let (out, figure) = (out.to_str().unwrap(), figure.to_str().unwrap());
    json(&["network", "show", atlas, "--signs", "negative", "--out", out, "--plot", figure]);
    assert_eq!(json(&["network", "show", out])["interactions"], 1);
    assert!(fs::read_to_string(figure).unwrap().starts_with("<svg"));
    assert_eq!(json(&["verify", atlas])["problems"].as_array().map(Vec::len), Some(0));
}

#[test]
fn merging_tells_conflicts() {
    let folder = tempfile::tempdir().unwrap();
    let one = file(folder.path(), "one.sif", "A 1 B\nB 1 C\n");
    let other =
        file(folder.path(), "other.csv", "source,target,sign,source_layer,target_layer\nA,B,-1,gene,gene\n");
    let out = folder.path().join("both.csv");
    let out = out.to_str().unwrap();
    let told = json(&["network", "merge", &one, &other, "--out", out]);
    assert_eq!((&told["molecules"], &told["interactions"]), (&3.into(), &3.into()));
    assert_eq!(told["conflicts"][0]["negative"][0], "other.csv");
    assert_eq!(json(&["network", "show", out])["layers"]["gene"], 2);
}

#[test]
fn wrong_use_and_wrong_files_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let sif = file(folder.path(), "a.sif", "A 1 B\nA 2 B\n");
    let said = String::from_utf8(run(&["network", "show", &sif], 1).stderr).unwrap();
    assert!(said.contains("line 2") && said.contains("`2` is no sign"), "{said}");
    run(&["network", "import", &sif], 2);
    let good = file(folder.path(), "b.sif", "A 1 B\n");
    run(&["network", "show", &good, "--name", "x"], 2);
    let said =
        String::from_utf8(run(&["network", "show", &good, "--from", "a", "--to", "B"], 1).stderr).unwrap();
    assert!(said.contains("is `A` meant?"), "{said}");
    run(&["network", "import", &good, "--out", "network.pdf"], 1);
}
