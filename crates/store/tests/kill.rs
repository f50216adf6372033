//! A process killed at any moment leaves a sound atlas, and going on ends where an undisturbed run
//! does.

#![allow(clippy::unwrap_used, reason = "helpers of tests too")]

mod common;

use common::*;
use lca_core::{ChunkSink, ElementPath};
use lca_store::{Atlas, digest, verify};
use lca_tables::Column;
use rand::RngExt;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const STEPS: i64 = 6;
const FOLDER: &str = "LCA_KILL_TEST_ATLAS";

/// Does the steps that the atlas lacks: each writes a table, a movie and a plain table.
fn go_on(root: &Path) {
    let atlas = Atlas::open_or_create(root).unwrap();
    let done = atlas.sequence() as i64;
    for step in done..STEPS {
        let path = |folder: &str| format!("{folder}/e{}", step % 4).parse::<ElementPath>().unwrap();
        let changes = atlas.begin().unwrap();
        let mut cells = table();
        cells.obs.set("step", Column::Int(vec![step; 3])).unwrap();
        changes.write_table(&path("tables"), &cells).unwrap();
        changes.write_frame(&path("lca/observations"), &cells.obs).unwrap();
        let meta = movie_meta([2, 1, 1, 30, 40]);
        let sink = changes.movie_sink(&path("lca/movies"), &meta).unwrap();
        (0..2).for_each(|t| sink.write(t, movie_frame(&meta, t + step as usize)).unwrap());
        sink.finish().unwrap();
        changes.commit(&format!("step {step}"), &json!({ "step": step })).unwrap();
    }
}

/// Not a test: the process that the test below kills.
#[test]
fn the_process_that_is_killed() {
    if let Ok(root) = std::env::var(FOLDER) {
        go_on(Path::new(&root));
    }
}

#[test]
fn a_killed_process_leaves_a_sound_atlas_and_can_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let (calm, killed) = (folder.path().join("calm.zarr"), folder.path().join("killed.zarr"));
    go_on(&calm);
    let mut rng = lca_numerics::rng(1, 0);
    let mut ended = false;
    let mut kills = 0;
    while !ended {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_process_that_is_killed"])
            .env(FOLDER, &killed)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(rng.random_range(5..150 + 10 * kills as u64)));
        let by_itself = child.try_wait().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        kills += usize::from(by_itself.is_none());
        if let Ok(atlas) = Atlas::open(&killed) {
            let problems = verify(&killed).unwrap().problems;
            assert!(problems.is_empty(), "{}", problems[0]);
            assert_eq!(atlas.runs().unwrap().len() as u64, atlas.sequence());
            for info in atlas.elements() {
                if info.path.to_string().starts_with("tables/") {
                    atlas.read_table(&info.path).unwrap();
                }
            }
            ended = atlas.sequence() == STEPS as u64;
        }
        assert!(kills < 500, "no progress");
    }
    assert!(kills > 0, "nothing was killed");
    assert_eq!(digest(&killed).unwrap(), digest(&calm).unwrap());
}
