//! What a commit promises: all or nothing, versions, repair, locks, checksums, digests.

#![allow(clippy::unwrap_used, reason = "helpers of tests too")]

mod common;

use common::*;
use lca_core::{ChunkSink, ElementPath};
use lca_store::{Atlas, StoreError, digest, verify};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn path(text: &str) -> ElementPath {
    text.parse().unwrap()
}

fn new_atlas() -> (tempfile::TempDir, Atlas) {
    let folder = tempfile::tempdir().unwrap();
    let atlas = Atlas::create(folder.path().join("a.zarr")).unwrap();
    (folder, atlas)
}

/// Commits one table.
fn put_table(atlas: &Atlas, name: &str) {
    let changes = atlas.begin().unwrap();
    changes.write_table(&path(name), &table()).unwrap();
    changes.commit("key", &json!({ "took": 1 })).unwrap();
}

/// One element of every kind.
fn fill(atlas: &Atlas, key: &str) {
    let changes = atlas.begin().unwrap();
    changes.write_table(&path("tables/cells"), &table()).unwrap();
    changes.write_frame(&path("lca/registry/cells"), &frame()).unwrap();
    changes.write_points(&path("points/spots"), &points()).unwrap();
    changes.write_shapes(&path("shapes/cells"), &polygons()).unwrap();
    changes.write_tracks(&path("lca/tracks/hela"), &tracks()).unwrap();
    changes.write_files(&path("lca/models/m"), &[("a.xml".to_owned(), vec![1, 2])].into()).unwrap();
    let meta = movie_meta([3, 1, 1, 40, 50]);
    let sink = changes.movie_sink(&path("lca/movies/hela"), &meta).unwrap();
    (0..3).for_each(|t| sink.write(t, movie_frame(&meta, t)).unwrap());
    sink.finish().unwrap();
    let sink = changes.labels_sink(&path("lca/movies/hela/labels/cells"), &meta).unwrap();
    (0..3).for_each(|t| sink.write(t, labels([1, 40, 50], t)).unwrap());
    sink.finish().unwrap();
    changes.commit(key, &json!({ "seconds": key.len() })).unwrap();
}

fn consolidated(atlas: &Path) -> Value {
    serde_json::from_slice(&fs::read(atlas.join("zarr.json")).unwrap()).unwrap()
}

#[test]
fn nothing_shows_before_the_commit_and_nothing_stays_without_it() {
    let (_folder, atlas) = new_atlas();
    let changes = atlas.begin().unwrap();
    changes.write_table(&path("tables/cells"), &table()).unwrap();
    assert!(Atlas::open(atlas.path()).unwrap().elements().is_empty());
    assert!(atlas.path().join("tables/cells/X").exists());
    drop(changes);
    assert!(!atlas.path().join("tables/cells").exists());
    assert!(atlas.elements().is_empty());
    assert!(matches!(atlas.read_table(&path("tables/cells")), Err(StoreError::NoElement { .. })));
}

#[test]
fn a_new_version_lies_beside_the_old_one() {
    let (_folder, atlas) = new_atlas();
    put_table(&atlas, "tables/cells");
    put_table(&atlas, "tables/cells");
    let [info] = &atlas.elements()[..] else { panic!("one element") };
    assert_eq!((info.folder.as_str(), info.version), ("tables/cells.v2", 2));
    assert!(atlas.path().join("tables/cells/X").exists());
    assert_eq!(atlas.read_table(&path("tables/cells")).unwrap(), table());
    let root = consolidated(atlas.path());
    let metadata = root["consolidated_metadata"]["metadata"].as_object().unwrap();
    assert!(metadata.contains_key("tables/cells.v2") && !metadata.contains_key("tables/cells"));
    assert_eq!(atlas.sequence(), 2);
    let changes = atlas.begin().unwrap();
    assert!(changes.write_table(&path("tables/cells.v2"), &table()).is_err());
}

#[test]
fn groups_come_before_what_lies_in_them_also_where_labels_outlive_their_movie() {
    let (_folder, atlas) = new_atlas();
    fill(&atlas, "first");
    let changes = atlas.begin().unwrap();
    changes.write_table(&path("lca/parts/umap"), &table()).unwrap();
    // A new version of the movie; its labels still lie beneath the first.
    let meta = movie_meta([2, 1, 1, 20, 30]);
    let sink = changes.movie_sink(&path("lca/movies/hela"), &meta).unwrap();
    (0..2).for_each(|t| sink.write(t, movie_frame(&meta, t)).unwrap());
    sink.finish().unwrap();
    changes.commit("second", &json!({})).unwrap();
    let root = consolidated(atlas.path());
    let names: Vec<&String> = root["consolidated_metadata"]["metadata"].as_object().unwrap().keys().collect();
    for (at, name) in names.iter().enumerate() {
        let parent = name.rsplit_once('/').map(|(parent, _)| parent.to_owned());
        assert!(parent.is_none_or(|parent| names[..at].contains(&&parent)), "{name} in {names:?}");
    }
    assert!(lca_store::verify(atlas.path()).unwrap().problems.is_empty());
}

#[test]
fn replaced_versions_are_pruned_and_nothing_else() {
    let (_folder, atlas) = new_atlas();
    fill(&atlas, "first");
    let digest = lca_store::digest(atlas.path()).unwrap();
    assert_eq!(atlas.prune().unwrap(), lca_store::Pruned::default());
    put_table(&atlas, "tables/cells");
    put_table(&atlas, "tables/cells");
    let pruned = atlas.prune().unwrap();
    assert_eq!(pruned.folders, ["tables/cells", "tables/cells.v2"]);
    assert!(pruned.bytes > 0 && !atlas.path().join("tables/cells").exists());
    assert!(atlas.path().join("tables/cells.v3/zarr.json").exists());
    assert_eq!(lca_store::digest(atlas.path()).unwrap(), digest);
    assert!(lca_store::verify(atlas.path()).unwrap().problems.is_empty());
}

#[test]
fn leftovers_of_a_killed_run_are_cleared() {
    let (_folder, atlas) = new_atlas();
    fs::create_dir_all(atlas.path().join("tables/cells/obs/old")).unwrap();
    fs::write(atlas.path().join("tables/cells/obs/old/zarr.json"), "{}").unwrap();
    fs::write(atlas.path().join("tables/cells/X#1"), "half").unwrap();
    put_table(&atlas, "tables/cells");
    assert!(!atlas.path().join("tables/cells/obs/old").exists());
    assert!(!atlas.path().join("tables/cells/X#1").exists());
    assert!(verify(atlas.path()).unwrap().problems.is_empty());
}

#[test]
fn transactions_of_several_threads_commit_one_after_the_other() {
    let (_folder, atlas) = new_atlas();
    std::thread::scope(|scope| {
        for at in 0..4 {
            let atlas = &atlas;
            scope.spawn(move || put_table(atlas, &format!("tables/t{at}")));
            scope.spawn(move || put_table(atlas, "tables/same"));
        }
    });
    assert_eq!(atlas.sequence(), 8);
    assert_eq!(atlas.elements().len(), 5);
    assert_eq!(atlas.runs().unwrap().len(), 8);
    assert!(verify(atlas.path()).unwrap().problems.is_empty());
}

#[test]
fn stale_consolidated_metadata_are_repaired_on_opening() {
    let (_folder, atlas) = new_atlas();
    put_table(&atlas, "tables/a");
    let old = fs::read(atlas.path().join("zarr.json")).unwrap();
    put_table(&atlas, "tables/b");
    let new = consolidated(atlas.path());
    let root = atlas.path().to_owned();
    drop(atlas);
    for damage in [old, b"{\"zarr_fo".to_vec(), b"{}".to_vec()] {
        fs::write(root.join("zarr.json"), damage).unwrap();
        assert!(!verify(&root).unwrap().problems.is_empty());
        drop(Atlas::open(&root).unwrap());
        assert_eq!(consolidated(&root), new);
    }
    fs::remove_file(root.join("zarr.json")).unwrap();
    drop(Atlas::open(&root).unwrap());
    assert_eq!(consolidated(&root), new);
}

#[test]
fn a_second_writer_is_refused_while_the_first_lives() {
    let (_folder, atlas) = new_atlas();
    let changes = atlas.begin().unwrap();
    let other = Atlas::open(atlas.path()).unwrap();
    assert!(matches!(other.begin(), Err(StoreError::Locked { .. })));
    drop(changes);
    put_table(&atlas, "tables/a");
    drop(atlas);
    let again = other.begin().unwrap();
    assert_eq!(other.elements().len(), 1);
    drop(again);
}

#[test]
fn unfinished_sinks_and_doubles_are_refused() {
    let (_folder, atlas) = new_atlas();
    let meta = movie_meta([2, 1, 1, 8, 8]);
    let changes = atlas.begin().unwrap();
    let sink = changes.movie_sink(&path("lca/movies/m"), &meta).unwrap();
    sink.write(0, movie_frame(&meta, 0)).unwrap();
    assert!(sink.write(0, movie_frame(&meta, 0)).is_err());
    assert!(sink.write(2, movie_frame(&meta, 2)).is_err());
    assert!(sink.write(1, movie_frame(&movie_meta([2, 1, 1, 8, 9]), 1)).is_err());
    assert!(sink.finish().unwrap_err().to_string().contains("frame 1"));
    assert!(changes.commit("key", &Value::Null).unwrap_err().to_string().contains("finish"));
    assert_eq!(atlas.sequence(), 0);
    let changes = atlas.begin().unwrap();
    changes.write_frame(&path("lca/registry/a"), &frame()).unwrap();
    assert!(changes.write_frame(&path("lca/registry/a"), &frame()).is_err());
    assert!(changes.write_frame(&path("tables/a"), &frame()).is_err());
    assert!(changes.labels_sink(&path("lca/movies/none/labels/a"), &meta).is_err());
    assert!(changes.write_files(&path("lca/models/m"), &[("../x".to_owned(), vec![])].into()).is_err());
}

#[test]
fn places_that_cannot_be_atlases_are_told_apart() {
    let (folder, atlas) = new_atlas();
    assert!(matches!(Atlas::create(atlas.path()), Err(StoreError::Exists { .. })));
    assert!(matches!(Atlas::open(folder.path()), Err(StoreError::Absent { .. })));
    assert!(matches!(Atlas::open(folder.path().join("no")), Err(StoreError::Absent { .. })));
    assert!(matches!(verify(folder.path().join("no")), Err(StoreError::Absent { .. })));
    let half = folder.path().join("half.zarr");
    fs::create_dir_all(half.join("lca")).unwrap();
    fs::write(half.join("lca/lock"), "").unwrap();
    assert!(Atlas::open_or_create(&half).unwrap().elements().is_empty());
    fs::write(folder.path().join("file"), "").unwrap();
    assert!(matches!(Atlas::create(folder.path().join("file/a.zarr")), Err(StoreError::Write { .. })));
}

#[test]
fn an_atlas_of_a_newer_version_is_refused() {
    let (_folder, atlas) = new_atlas();
    let file = atlas.path().join("lca/commit.json");
    let mut record: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    record["format"] = json!(7);
    fs::write(&file, record.to_string()).unwrap();
    let error = Atlas::open(atlas.path()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 7, .. }), "{error}");
    assert!(error.to_string().contains("update the software"));
}

#[test]
fn verify_finds_every_kind_of_damage() {
    let (_folder, atlas) = new_atlas();
    fill(&atlas, "key");
    let report = verify(atlas.path()).unwrap();
    assert_eq!((report.elements, report.problems.len()), (8, 0));
    let root = atlas.path();
    let changed = |file: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let file = root.join(file);
        let sound = fs::read(&file).unwrap();
        let mut bytes = sound.clone();
        change(&mut bytes);
        fs::write(&file, bytes).unwrap();
        let problems = verify(root).unwrap().problems;
        fs::write(&file, sound).unwrap();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let flipped = changed("tables/cells/X/data/c/0", &|bytes| *bytes.last_mut().unwrap() ^= 1);
    assert!(flipped.len() == 1 && flipped[0].contains("tables/cells: ") && flipped[0].contains("changed"));
    let lying = changed("lca/movies/hela/0/zarr.json", &|bytes| {
        *bytes = String::from_utf8(bytes.clone()).unwrap().replace("40", "41").into_bytes();
    });
    assert!(lying[0].contains("lca/movies/hela: "), "{lying:?}");
    let cut = changed("lca/registry/cells/data.parquet", &|bytes| bytes.truncate(10));
    assert!(cut[0].contains("10 bytes"), "{cut:?}");
    assert!(!changed("lca/runs/000001.json", &|bytes| bytes.push(b' ')).is_empty());
    assert!(!changed("lca/checksums/tables/cells.json", &|bytes| bytes.push(b' ')).is_empty());
    fs::remove_file(root.join("lca/movies/hela/labels/cells/0/c/1/0/0/0/0")).unwrap();
    fs::write(root.join("points/spots/extra"), "x").unwrap();
    let problems: Vec<String> = verify(root).unwrap().problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 2);
    assert!(problems[0].contains("never committed") && problems[1].contains("missing"), "{problems:?}");
    assert!(matches!(atlas.labels(&path("lca/movies/hela/labels/cells")), Err(StoreError::Damaged { .. })));
    assert!(digest(root).is_err());
}

#[test]
fn the_digest_is_of_content_alone() {
    let digest_of = |threads: usize, twice: bool| {
        let (_folder, atlas) = new_atlas();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| fill(&atlas, "first"));
        if twice {
            pool.install(|| fill(&atlas, "another key"));
        }
        digest(atlas.path()).unwrap()
    };
    let one = digest_of(1, false);
    assert_eq!(one, digest_of(2, false));
    assert_eq!(one, digest_of(8, true));
    let (_folder, atlas) = new_atlas();
    fill(&atlas, "first");
    put_table(&atlas, "tables/more");
    assert_ne!(one, digest(atlas.path()).unwrap());
}

#[test]
fn the_run_log_tells_every_commit() {
    let (_folder, atlas) = new_atlas();
    put_table(&atlas, "tables/a");
    put_table(&atlas, "tables/b");
    let runs = Atlas::open(atlas.path()).unwrap().runs().unwrap();
    assert_eq!(runs.iter().map(|run| run.sequence).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(runs[1].elements, [path("tables/b")]);
    assert_eq!(runs[1].record, json!({ "took": 1 }));
    let log = lca_store::read_parquet(atlas.path().join("lca/runs/log.parquet")).unwrap();
    assert_eq!(log, atlas.run_table().unwrap());
    assert_eq!(log.rows(), 2);
}
