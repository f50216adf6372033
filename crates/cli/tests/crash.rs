//! A run that is killed loses no finished step and leaves a valid atlas.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{computed, digest, json, lca, noise, run, study};
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn killed_at_twenty_moments_a_run_resumes_to_the_same_digest() {
    let folder = tempfile::tempdir().unwrap();
    let toml = study(folder.path());
    let toml = toml.to_str().unwrap();
    let whole = folder.path().join("whole.zarr");
    let start = Instant::now();
    run(&["run", toml, "--atlas", whole.to_str().unwrap()], 0);
    let took = start.elapsed().as_secs_f64();
    let expected = digest(&whole);
    for moment in 0..20 {
        let atlas = folder.path().join(format!("killed{moment}.zarr"));
        let path = atlas.to_str().unwrap();
        let mut child = lca()
            .args(["run", toml, "--atlas", path])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_secs_f64(took * noise(moment)));
        child.kill().unwrap();
        child.wait().unwrap();
        let finished = finished(&atlas);
        let resumed = json(&["run", toml, "--atlas", path]);
        let steps = resumed["steps"].as_array().unwrap().len();
        assert_eq!(computed(&resumed).len(), steps - finished, "moment {moment}");
        assert_eq!(digest(&atlas), expected, "moment {moment}");
        std::fs::remove_dir_all(&atlas).unwrap();
    }
}

/// How many steps a killed run had finished; what it left must be valid as it is.
fn finished(atlas: &std::path::Path) -> usize {
    if !atlas.join("lca/commit.json").exists() {
        return 0;
    }
    let shown = json(&["show", atlas.to_str().unwrap()]);
    shown["steps"].as_array().unwrap().len()
}
