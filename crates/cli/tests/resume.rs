//! What is computed anew, and what is not.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{STUDY, computed, digest, json, run, study};
use std::path::Path;

fn at(folder: &Path) -> (String, String) {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    (path("study.toml"), path("small.zarr"))
}

#[test]
fn a_second_run_computes_nothing_and_a_change_only_what_depends_on_it() {
    let folder = tempfile::tempdir().unwrap();
    study(folder.path());
    let (toml, atlas) = at(folder.path());
    let first = json(&["run", &toml]);
    assert_eq!(computed(&first).len(), 26);
    assert!(folder.path().join("small.html").exists());
    let before = digest(Path::new(&atlas));
    assert_eq!(computed(&json(&["run", &toml])), [""; 0]);
    assert_eq!(digest(Path::new(&atlas)), before);

    std::fs::write(folder.path().join("study.toml"), STUDY.replace("resolution = 0.5", "resolution = 0.6"))
        .unwrap();
    let changed = computed(&json(&["run", &toml]));
    assert_eq!(changed, ["states", "markers", "cells", "score"]);

    // A file that changes recomputes what was read from it; here it also holds the batches.
    let all = ["kinds", "together", "neighbors", "states", "map", "markers", "cells", "score"];
    let kinds = std::fs::read_to_string(folder.path().join("kinds.csv")).unwrap();
    std::fs::write(folder.path().join("kinds.csv"), kinds.replacen("c0,k0", "c0,k1", 1)).unwrap();
    assert_eq!(computed(&json(&["run", &toml])), all);

    // Back to where it was: the same digest as if nothing else had ever been there.
    std::fs::write(folder.path().join("study.toml"), STUDY).unwrap();
    std::fs::write(folder.path().join("kinds.csv"), kinds).unwrap();
    json(&["run", &toml]);
    assert_eq!(digest(Path::new(&atlas)), before);
}

#[test]
fn the_digest_does_not_depend_on_threads_or_place() {
    let folder = tempfile::tempdir().unwrap();
    study(folder.path());
    let (toml, _) = at(folder.path());
    let digests = ["1", "2", "8"].map(|threads| {
        let atlas = folder.path().join(format!("t{threads}.zarr"));
        run(&["run", &toml, "--atlas", atlas.to_str().unwrap(), "--threads", threads], 0);
        digest(&atlas)
    });
    assert_eq!(digests[0], digests[1]);
    assert_eq!(digests[0], digests[2]);
}

#[test]
fn another_seed_recomputes_only_what_draws_random_numbers_and_follows_it() {
    let folder = tempfile::tempdir().unwrap();
    study(folder.path());
    let (toml, _) = at(folder.path());
    run(&["run", &toml], 0);
    let again = computed(&json(&["run", &toml, "--seed", "4"]));
    assert!(again.contains(&"pca".to_owned()) && again.contains(&"map".to_owned()), "{again:?}");
    assert!(!again.contains(&"movie".to_owned()) && !again.contains(&"quality".to_owned()), "{again:?}");
}

#[test]
fn the_registry_and_the_report_name_the_file_that_was_read() {
    let folder = tempfile::tempdir().unwrap();
    study(folder.path());
    let (toml, atlas) = at(folder.path());
    run(&["run", &toml], 0);
    std::fs::rename(folder.path().join("frames"), folder.path().join("others")).unwrap();
    let renamed = STUDY.replace("frames = \"frames\"", "frames = \"others\"");
    std::fs::write(&toml, renamed.replace("frame_interval_s = 60.0", "frame_interval_s = 61.5")).unwrap();
    let again = computed(&json(&["run", &toml]));
    assert!(again.contains(&"registry".to_owned()) && again.contains(&"movie".to_owned()), "{again:?}");
    let shown = json(&["show", &atlas, "movie"]);
    assert_eq!(shown["record"]["files"][0]["name"], "others/t000.tif");
    let report = std::fs::read_to_string(folder.path().join("small.html")).unwrap();
    assert!(report.contains(">others</td>") && !report.contains(">frames</td>"));
    assert!(report.contains("frame_interval_s") && report.contains("one frame every 61.5 s"));
}

#[test]
fn system_files_beside_the_frames_are_no_input() {
    let folder = tempfile::tempdir().unwrap();
    study(folder.path());
    let (toml, atlas) = at(folder.path());
    run(&["run", &toml], 0);
    for name in [".DS_Store", "Thumbs.db", "._t001.tif", "notes.txt"] {
        std::fs::write(folder.path().join("frames").join(name), "x").unwrap();
    }
    assert_eq!(computed(&json(&["run", &toml])), [""; 0]);
    let other = folder.path().join("other.zarr");
    run(&["run", &toml, "--atlas", other.to_str().unwrap()], 0);
    let files = |atlas: &str| json(&["show", atlas, "movie"])["record"]["files"].clone();
    assert_eq!(files(other.to_str().unwrap()), files(&atlas));
    assert_eq!(files(&atlas).as_array().unwrap().len(), 8);
}
