//! What was damaged can be made anew.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{computed, digest, json, run, study};

#[test]
fn a_damaged_element_is_made_anew_by_the_command_that_the_error_gives() {
    let folder = tempfile::tempdir().unwrap();
    let toml = study(folder.path());
    let (toml, atlas) = (toml.to_str().unwrap(), folder.path().join("small.zarr"));
    run(&["run", toml], 0);
    let before = digest(&atlas);
    std::fs::remove_dir_all(atlas.join("lca/observations/nuclei")).unwrap();
    std::fs::remove_dir_all(atlas.join("lca/observations/traces")).unwrap();
    run(&["verify", atlas.to_str().unwrap()], 1);

    // A step that needs the lost objects says how to get them back.
    let said = String::from_utf8(run(&["run", toml, "--redo", "tracks"], 1).stderr).unwrap();
    assert!(said.contains("step `tracks`") && said.contains("the file is missing"), "{said}");
    assert!(said.contains(&format!("lca run {toml} --redo nuclei")), "{said}");

    // What comes after them had the same input and is left alone.
    let redone = json(&["run", toml, "--redo", "nuclei", "--redo", "traces"]);
    assert_eq!(computed(&redone), ["nuclei", "traces"]);
    run(&["verify", atlas.to_str().unwrap()], 0);
    assert_eq!(digest(&atlas), before);
    assert_eq!(computed(&json(&["run", toml])), [""; 0]);
}

#[test]
fn zarr_that_is_lost_keeps_nothing_from_being_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let toml = study(folder.path());
    let (toml, atlas) = (toml.to_str().unwrap(), folder.path().join("small.zarr"));
    run(&["run", toml], 0);
    let before = digest(&atlas);
    let parts = std::fs::read_dir(atlas.join("lca/parts")).unwrap().map(|part| part.unwrap().path());
    let part = parts.filter(|part| part.is_dir()).min().unwrap();
    std::fs::remove_dir_all(&part).unwrap();
    std::fs::write(atlas.join("lca/movies/movie/0/zarr.json"), "{").unwrap();
    let step = part.file_name().unwrap().to_str().unwrap();
    run(&["run", toml, "--redo", step, "--redo", "movie"], 0);
    run(&["verify", atlas.to_str().unwrap()], 0);
    assert_eq!(digest(&atlas), before);
}

#[test]
fn labels_follow_their_movie() {
    let folder = tempfile::tempdir().unwrap();
    let toml = study(folder.path());
    let (toml, atlas) = (toml.to_str().unwrap(), folder.path().join("small.zarr"));
    run(&["run", toml], 0);
    let before = digest(&atlas);
    assert_eq!(computed(&json(&["run", toml, "--redo", "movie"])), ["movie", "nuclei"]);
    run(&["verify", atlas.to_str().unwrap()], 0);
    assert_eq!(digest(&atlas), before);
}

#[test]
fn the_plan_knows_what_is_to_be_redone_and_an_unknown_step_is_wrong_use() {
    let folder = tempfile::tempdir().unwrap();
    let toml = study(folder.path());
    let toml = toml.to_str().unwrap();
    run(&["run", toml], 0);
    let plan = json(&["run", toml, "--plan", "--redo", "map"]);
    let to_do = |step: &&serde_json::Value| !step["up_to_date"].as_bool().unwrap();
    let to_do: Vec<_> = plan["steps"].as_array().unwrap().iter().filter(to_do).collect();
    assert!(to_do.len() == 1 && to_do[0]["step"] == "map", "{to_do:?}");
    let said = String::from_utf8(run(&["run", toml, "--redo", "mpa"], 2).stderr).unwrap();
    assert!(said.contains("there is no step `mpa`"), "{said}");
}
