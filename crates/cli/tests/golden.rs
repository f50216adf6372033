//! The same input gives the same output, bit by bit, until a step's version says otherwise.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{json, run, study};
use std::collections::BTreeMap;

#[test]
fn results_change_only_with_the_version_of_their_step() {
    let folder = tempfile::tempdir().unwrap();
    let toml = study(folder.path());
    let atlas = folder.path().join("small.zarr");
    run(&["run", toml.to_str().unwrap()], 0);
    let shown = json(&["show", atlas.to_str().unwrap()]);
    let version = |step: &serde_json::Value| {
        let record = &step["record"];
        let text = format!("{} version {}", record["kind"].as_str().unwrap(), record["version"]);
        (record["step"].as_str().unwrap().to_owned(), text)
    };
    let versions: BTreeMap<String, String> = shown["steps"].as_array().unwrap().iter().map(version).collect();
    let listed = json(&["ls", atlas.to_str().unwrap()]);
    let mut lines: Vec<String> = Vec::new();
    for element in listed["elements"].as_array().unwrap() {
        let (step, path) = (element["step"].as_str().unwrap(), element["path"].as_str().unwrap());
        let checksum = &element["checksum"].as_str().unwrap()[..16];
        lines.push(format!("{}: {path} {checksum}", versions[step]));
    }
    lines.sort();
    // A line that changes without its version means that old results would be taken for new ones:
    // raise the VERSION of the step, then accept the snapshot.
    insta::assert_snapshot!(lines.join("\n"));
}
