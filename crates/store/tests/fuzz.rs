//! No reader panics, hangs or takes absurd memory on a damaged store: seeded mutations of stores
//! made here. `LCA_FUZZ_SECONDS` sets how long (2), `LCA_FUZZ_SEED` which mutations (1).

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests too")]

mod common;

use common::*;
use lca_core::{ChunkSink, ChunkSource, ElementPath};
use lca_store::{Atlas, digest, open_ome_zarr, read_anndata, read_geff, read_parquet, verify};
use rand::{Rng, RngExt};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn path(text: &str) -> ElementPath {
    text.parse().unwrap()
}

/// A small atlas with every kind of element.
fn make(root: &Path) -> Atlas {
    let atlas = Atlas::create(root).unwrap();
    let changes = atlas.begin().unwrap();
    changes.write_table(&path("tables/cells"), &table()).unwrap();
    changes.write_frame(&path("lca/registry/cells"), &frame()).unwrap();
    changes.write_points(&path("points/spots"), &points()).unwrap();
    changes.write_shapes(&path("shapes/cells"), &polygons()).unwrap();
    changes.write_tracks(&path("lca/tracks/hela"), &tracks()).unwrap();
    let meta = movie_meta([2, 1, 1, 20, 30]);
    let sink = changes.movie_sink(&path("lca/movies/hela"), &meta).unwrap();
    (0..2).for_each(|t| sink.write(t, movie_frame(&meta, t)).unwrap());
    sink.finish().unwrap();
    let still = movie_meta([1, 2, 1, 20, 30]);
    changes.write_image(&path("images/slide"), &still, &movie_frame(&still, 0)).unwrap();
    changes.commit("key", &serde_json::json!({})).unwrap();
    atlas
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Reads everything in every way; answers and errors are both fine.
fn read_all(root: &Path) {
    let _ = verify(root);
    let _ = digest(root);
    if let Ok(atlas) = Atlas::open(root) {
        let _ = (atlas.runs(), atlas.run_table());
        for info in atlas.elements() {
            let element = &info.path;
            let _ = (atlas.read_table(element), atlas.read_frame(element), atlas.read_points(element));
            let _ = (atlas.read_shapes(element), atlas.read_tracks(element), atlas.read_files(element));
            let _ = atlas.movie(element).map(|movie| movie.read(0));
        }
    }
    // Past the checksums, which keep most damage from the parsers.
    let _ = read_anndata(root.join("tables/cells"));
    let _ = read_geff(root.join("lca/tracks/hela"));
    for image in ["images/slide", "lca/movies/hela"] {
        if let Ok(image) = open_ome_zarr(root.join(image)) {
            let _ = (image.read(0), image.read(1), image.at_level(1));
        }
    }
    for file in [
        "lca/registry/cells/data.parquet",
        "points/spots/points.parquet/part.0.parquet",
        "shapes/cells/shapes.parquet",
    ] {
        let _ = read_parquet(root.join(file));
    }
}

/// Changes one file's bytes: flips, cuts, doubles, or puts absurd numbers in place of numbers.
fn mutate(bytes: &mut Vec<u8>, rng: &mut impl Rng) {
    match rng.random_range(0..7) {
        0 => bytes.truncate(rng.random_range(0..=bytes.len())),
        1 => bytes.extend_from_slice(&bytes.clone()),
        2 => bytes.clear(),
        3 | 4 => {
            for _ in 0..rng.random_range(1..8) {
                if !bytes.is_empty() {
                    let at = rng.random_range(0..bytes.len());
                    bytes[at] = rng.random();
                }
            }
        }
        _ => {
            let digits: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit()).collect();
            if !digits.is_empty() {
                let at = digits[rng.random_range(0..digits.len())];
                let absurd: &[&[u8]] = &[
                    b"0",
                    b"-1",
                    b"99999999999999999999",
                    b"4611686018427387904",
                    b"1e308",
                    b"null",
                    b"4000000000",
                    b"\"x\"",
                ];
                bytes.splice(at..=at, absurd[rng.random_range(0..absurd.len())].iter().copied());
            }
        }
    }
}

#[test]
fn damaged_stores_give_errors_and_never_panic() {
    let number = |name: &str, default| std::env::var(name).map_or(default, |text| text.parse().unwrap());
    let (seconds, seed) = (number("LCA_FUZZ_SECONDS", 2), number("LCA_FUZZ_SEED", 1));
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("a.zarr");
    drop(make(&root));
    read_all(&root);
    let mut all = Vec::new();
    files(&root, &mut all);
    let start = Instant::now();
    let mut round = 0;
    while start.elapsed() < Duration::from_secs(seconds) {
        let mut rng = lca_numerics::rng(seed, round);
        let file = &all[rng.random_range(0..all.len())];
        let sound = fs::read(file).unwrap();
        let root_metadata = fs::read(root.join("zarr.json")).unwrap();
        let mut bytes = sound.clone();
        mutate(&mut bytes, &mut rng);
        fs::write(file, &bytes).unwrap();
        let answer = std::panic::catch_unwind(|| read_all(&root));
        fs::write(root.join("zarr.json"), root_metadata).unwrap();
        fs::write(file, sound).unwrap();
        assert!(
            answer.is_ok(),
            "seed {seed}, round {round}: {} as {:?}",
            file.display(),
            String::from_utf8_lossy(&bytes)
        );
        round += 1;
    }
    assert!(verify(&root).unwrap().problems.is_empty());
    println!("{round} damaged stores read");
    assert!(round > 0);
}
