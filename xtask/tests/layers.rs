//! The rooms know only rooms below them, and each outside format has one door. Read off the
//! manifests and sources, so that breaking a layer fails here and not in a review.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The storeys, lowest first. A room may know rooms of lower storeys, and of its own storey only
/// those that `WITHIN` allows.
const STOREYS: [&[&str]; 6] = [
    &["core"],
    &["numerics"],
    &["tables", "kinetics", "graph", "pixels"],
    &["store", "formats", "image", "track", "cells", "network", "model"],
    &["report", "study", "demo", "conformance", "query"],
    &["cli", "server"],
];

/// Rooms of one storey that may know each other, as (room, the one it knows).
const WITHIN: [(&str, &str); 4] =
    [("study", "report"), ("demo", "report"), ("demo", "study"), ("cli", "server")];

/// Analysis rooms and the report work on the things alone; doors do not know analyses.
const APART: [(&[&str], &[&str]); 1] = [(
    &["image", "track", "cells", "network", "model", "report"],
    &["store", "formats", "image", "track", "cells", "network", "model"],
)];

/// Which rooms may depend on which outside packages.
const DOORS: [(&str, &[&str]); 20] = [
    ("zarrs", &["store"]),
    ("zarrs_object_store", &["store"]),
    ("object_store", &["store"]),
    ("parquet", &["store"]),
    ("arrow", &["store"]),
    ("datafusion", &["query"]),
    ("ome_zarr_metadata", &["store"]),
    ("tiff", &["formats"]),
    ("hdf5-reader", &["formats"]),
    ("hdf5-writer", &["formats"]),
    ("quick-xml", &["formats"]),
    ("csv", &["formats"]),
    ("zip", &["formats", "store"]),
    ("axum", &["server"]),
    ("hyper", &["server"]),
    ("hyper-util", &["server"]),
    ("utoipa", &["server"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("tract-onnx", &["image"]),
];

/// What must not occur in the sources of a room, outside its tests.
const FORBIDDEN: [(&[&str], &[&str]); 1] = [(
    &[
        "core", "numerics", "tables", "kinetics", "graph", "pixels", "image", "track", "cells", "network",
        "model", "report",
    ],
    &["std::fs", "std::net", "std::process", "println!", "std::env"],
)];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates")
}

fn rooms() -> BTreeSet<String> {
    let entries = fs::read_dir(crates()).unwrap().map(|entry| entry.unwrap().file_name());
    entries.map(|name| name.into_string().unwrap()).collect()
}

/// Names in `[dependencies]` of each room.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let read = |room: String| {
        let manifest = fs::read_to_string(crates().join(&room).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let names = manifest.get("dependencies").and_then(toml::Value::as_table);
        (room, names.map(|table| table.keys().cloned().collect()).unwrap_or_default())
    };
    rooms().into_iter().map(read).collect()
}

/// The storey of a room, and none for one that no storey lists.
fn storey(room: &str) -> Option<usize> {
    STOREYS.iter().position(|rooms| rooms.contains(&room))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_room_has_a_storey() {
    for room in rooms() {
        assert!(storey(&room).is_some(), "room `{room}` stands on no storey: add it to STOREYS");
    }
}

#[test]
fn rooms_know_only_rooms_below() {
    for (room, names) in dependencies() {
        for known in names.iter().filter_map(|name| name.strip_prefix("lca-")) {
            let below = storey(known).unwrap() < storey(&room).unwrap();
            let within =
                WITHIN.contains(&(room.as_str(), known)) || (room == "tables" && known == "numerics");
            assert!(below || within, "`{room}` knows `{known}`, which is not below it");
            for (apart, from) in APART {
                let strangers = apart.contains(&room.as_str()) && from.contains(&known);
                assert!(!strangers, "`{room}` must not know `{known}`");
            }
        }
    }
}

#[test]
fn each_outside_format_has_one_door() {
    for (room, names) in dependencies() {
        for (package, doors) in DOORS {
            let knows = names.contains(package);
            assert!(!knows || doors.contains(&room.as_str()), "`{room}` must not know `{package}`");
        }
    }
}

#[test]
fn analysis_opens_no_file_and_prints_nothing() {
    for (rooms, words) in FORBIDDEN {
        for room in rooms {
            let mut files = Vec::new();
            sources(&crates().join(room).join("src"), &mut files);
            for file in files {
                let text = fs::read_to_string(&file).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap();
                for word in words {
                    let found =
                        code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word));
                    assert!(!found, "{}: `{word}` in `{room}`", file.display());
                }
            }
        }
    }
}

#[test]
fn files_stay_small() {
    let mut files = Vec::new();
    rooms().iter().for_each(|room| sources(&crates().join(room).join("src"), &mut files));
    let mut lengths: Vec<(usize, PathBuf)> =
        files.into_iter().map(|file| (fs::read_to_string(&file).unwrap().lines().count(), file)).collect();
    lengths.sort();
    let (longest, file) = lengths.last().unwrap();
    assert!(*longest <= 700, "{} has {longest} lines; split it (at most 700)", file.display());
    assert!(lengths[lengths.len() / 2].0 <= 120, "the median file is over 120 lines");
    assert!(lengths[lengths.len() * 9 / 10].0 <= 350, "more than one file in ten is over 350 lines");
}

#[test]
fn readme_gives_the_two_commands() {
    let readme = fs::read_to_string(crates().join("../README.md")).unwrap();
    for command in ["cargo run --release -- demo", "cargo test --workspace"] {
        assert!(readme.lines().any(|line| line.trim().starts_with(command)), "README lacks `{command}`");
    }
}
