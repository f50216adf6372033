//! What each command says.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{json, run, study};
use std::path::Path;

/// What a command says, with what differs between runs taken out.
fn said(folder: &Path, args: &[&str], code: i32) -> String {
    let output = run(args, code);
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    let text = text.replace(folder.to_str().unwrap(), "FOLDER");
    let lines = text.lines().map(|line| match line.split_once(" done in ") {
        Some((before, _)) => format!("{before} done in TIME"),
        None if line.starts_with("run     ") => "run     TIME".to_owned(),
        None => line.trim_end().to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_command_says_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let toml = study(folder.path());
    let (toml, atlas) = (toml.to_str().unwrap(), folder.path().join("small.zarr"));
    let atlas = atlas.to_str().unwrap();
    let said = |args: &[&str]| said(folder.path(), args, 0);
    insta::assert_snapshot!("plan", said(&["run", toml, "--plan"]));
    assert!(!Path::new(atlas).exists(), "a plan changes nothing");
    insta::assert_snapshot!("run", said(&["run", toml]));
    insta::assert_snapshot!("run_again", said(&["run", toml]));
    insta::assert_snapshot!("ls", said(&["ls", atlas]));
    insta::assert_snapshot!("show", said(&["show", atlas]));
    insta::assert_snapshot!("show_step", said(&["show", atlas, "states"]));
    insta::assert_snapshot!("verify", said(&["verify", atlas]));
    let table = folder.path().join("kinds.csv");
    insta::assert_snapshot!(
        "add",
        said(&["add", table.to_str().unwrap(), "--kind", "table", "--name", "extra", "--atlas", atlas])
    );
    assert_eq!(json(&["ls", atlas])["elements"].as_array().unwrap().len(), 31);
    run(&["show", atlas, "absent"], 2);
}

#[test]
fn a_damaged_file_is_told_with_exit_code_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.csv");
    std::fs::write(&file, "x,y\n1,2\n").unwrap();
    let atlas = folder.path().join("a.zarr");
    let atlas_text = atlas.to_str().unwrap();
    run(&["add", file.to_str().unwrap(), "--kind", "table", "--atlas", atlas_text], 0);
    run(&["verify", atlas_text], 0);
    let parquet =
        walk(&atlas).into_iter().find(|path| path.extension().is_some_and(|e| e == "parquet")).unwrap();
    let mut bytes = std::fs::read(&parquet).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&parquet, bytes).unwrap();
    let output = run(&["verify", atlas_text], 1);
    assert!(String::from_utf8(output.stdout).unwrap().contains("has changed since it was committed"));
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_command_has_help_with_an_example_and_json() {
    for command in ["run", "demo", "ls", "show", "verify", "add", "serve", "schema"] {
        let help = String::from_utf8(run(&[command, "--help"], 0).stdout).unwrap();
        assert!(help.contains("Example:") && help.contains(&format!("lca {command}")), "{help}");
        assert!(help.contains("--json"), "{help}");
    }
}

#[test]
fn errors_are_json_where_machines_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.toml");
    std::fs::write(&path, "name = \"a\"\ntitel = \"b\"\n").unwrap();
    let output = run(&["run", path.to_str().unwrap(), "--json"], 2);
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((said["line"].as_u64(), said["column"].as_u64()), (Some(2), Some(1)));
}

#[test]
fn the_published_schema_is_the_programs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../studies/study.schema.json");
    let schema = String::from_utf8(run(&["schema"], 0).stdout).unwrap();
    if std::env::var_os("LCA_WRITE_SCHEMA").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    let published = std::fs::read_to_string(path).unwrap();
    assert!(published == schema, "write it anew: LCA_WRITE_SCHEMA=1 cargo test -p lca-cli --test commands");
}
