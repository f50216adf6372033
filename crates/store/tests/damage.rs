//! Stores by others that are damaged or lie: each gives an error that names the place.

#![allow(clippy::unwrap_used, reason = "helpers of tests too")]

mod common;

use common::*;
use lca_core::{ChunkSink, ChunkSource, ElementPath};
use lca_store::{Atlas, StoreError, open_ome_zarr, read_anndata, read_geff};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn path(text: &str) -> ElementPath {
    text.parse().unwrap()
}

fn atlas() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let atlas = Atlas::create(folder.path().join("a.zarr")).unwrap();
    let changes = atlas.begin().unwrap();
    changes.write_table(&path("tables/cells"), &table()).unwrap();
    changes.write_tracks(&path("lca/tracks/hela"), &tracks()).unwrap();
    let meta = movie_meta([2, 1, 1, 20, 30]);
    let sink = changes.movie_sink(&path("lca/movies/hela"), &meta).unwrap();
    (0..2).for_each(|t| sink.write(t, movie_frame(&meta, t)).unwrap());
    sink.finish().unwrap();
    changes.commit("key", &serde_json::json!({})).unwrap();
    let root = atlas.path().to_owned();
    (folder, root)
}

/// Puts one text in place of another in a file.
fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap().replace(['\n', ' '], "");
    assert!(text.contains(from), "{text}");
    fs::write(file, text.replace(from, to)).unwrap();
}

#[test]
fn absurd_shapes_are_refused_before_memory_is_taken() {
    let (_folder, root) = atlas();
    let start = Instant::now();
    let image = root.join("lca/movies/hela/0/zarr.json");
    replace(&image, "\"shape\":[2,1,1,20,30]", "\"shape\":[2,1,1,4000000000,3000000000]");
    let error = open_ome_zarr(root.join("lca/movies/hela")).unwrap().read(0).unwrap_err().to_string();
    assert!(error.contains("memory"), "{error}");
    let x = root.join("tables/cells/layers/dense/zarr.json");
    replace(&x, "\"shape\":[3,4]", "\"shape\":[300000000000,4]");
    let (table, skipped) = read_anndata(root.join("tables/cells")).unwrap();
    assert!(!table.layers.contains_key("dense"));
    assert!(skipped[0].part == "layers/dense" && skipped[0].reason.contains("memory"), "{skipped:?}");
    replace(&x, "\"chunk_shape\":[3,4]", "\"chunk_shape\":[9000000000000000000,9000000000]");
    read_anndata(root.join("tables/cells")).unwrap();
    let ids = root.join("lca/tracks/hela/nodes/ids/zarr.json");
    replace(&ids, "\"shape\":[5]", "\"shape\":[18446744073709551615]");
    assert!(read_geff(root.join("lca/tracks/hela")).is_err());
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn shapes_that_lie_a_little_are_found() {
    let (_folder, root) = atlas();
    replace(&root.join("tables/cells/X/indptr/zarr.json"), "\"shape\":[4]", "\"shape\":[3]");
    assert!(read_anndata(root.join("tables/cells")).is_err());
    let (_folder, root) = atlas();
    replace(&root.join("tables/cells/layers/dense/zarr.json"), "\"shape\":[3,4]", "\"shape\":[3,3]");
    assert!(matches!(read_anndata(root.join("tables/cells")), Err(StoreError::Table { .. })));
    let (_folder, root) = atlas();
    replace(&root.join("lca/movies/hela/0/zarr.json"), "\"shape\":[2,1,1,20,30]", "\"shape\":[2,1,20,30]");
    assert!(open_ome_zarr(root.join("lca/movies/hela")).is_err());
}

#[test]
fn cut_and_garbled_metadata_name_their_file() {
    let (_folder, root) = atlas();
    let file = root.join("tables/cells/obs/zarr.json");
    let sound = fs::read(&file).unwrap();
    for bad in [&sound[..sound.len() / 2], b"", b"\xff\xfe{}", b"[1]", b"{\"node_type\":7}"] {
        fs::write(&file, bad).unwrap();
        let error = read_anndata(root.join("tables/cells")).unwrap_err().to_string();
        assert!(error.contains("obs"), "{error}");
    }
    fs::remove_file(&file).unwrap();
    assert!(read_anndata(root.join("tables/cells")).unwrap_err().to_string().contains("no Zarr group"));
    assert!(read_anndata(root.join("nowhere")).is_err());
}

#[test]
fn a_missing_or_changed_file_of_an_atlas_is_an_error_on_reading() {
    let (_folder, root) = atlas();
    fs::remove_file(root.join("lca/movies/hela/0/c/1/0/0/0/0")).unwrap();
    let atlas = Atlas::open(&root).unwrap();
    let error = atlas.movie(&path("lca/movies/hela")).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { problem, .. } if problem.contains("missing")), "{error}");
    replace(&root.join("tables/cells/X/zarr.json"), "\"shape\":[3,4]", "\"shape\":[4,3]");
    assert!(matches!(atlas.read_table(&path("tables/cells")), Err(StoreError::Damaged { .. })));
    fs::write(root.join("lca/commit.json"), "{\"format\":1,").unwrap();
    assert!(matches!(Atlas::open(&root), Err(StoreError::Format { .. })));
    let outside = r#"{"format":1,"sequence":1,"runs":[],"elements":{"tables/a":
        {"folder":"tables/../../x","version":1,"checksum":"","run":""}}}"#;
    fs::write(root.join("lca/commit.json"), outside).unwrap();
    assert!(Atlas::open(&root).unwrap_err().to_string().contains("tables/../../x"));
}
