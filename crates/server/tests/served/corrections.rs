//! Corrections by hand: made, told, applied when the study is run again, and taken back.

use crate::common::{Running, study};
use lca_server::Options;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn run(server: &Running) {
    assert_eq!(server.post("/api/atlases/small/runs", "{}").status, 202);
    let begin = Instant::now();
    loop {
        let current = server.json("/api/atlases/small/runs?limit=0")["current"].clone();
        if current["state"] != "running" {
            assert_eq!(current["state"], "done", "{current}");
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn tracks(server: &Running) -> Value {
    server.json("/api/atlases/small/tracks/tracks")
}

#[test]
fn a_cut_is_applied_on_re_run_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let study = study(folder.path());
    let atlas = crate::common::run(&study);
    let server = Running::start(&Options { studies: vec![study], ..Options::local(vec![atlas]) });
    let before = tracks(&server);
    let points = server.json("/api/atlases/small/tracks/tracks/points?from=3&to=3");
    let wish = json!({
        "element": "lca/tracks/tracks",
        "note": "another cell",
        "change": { "kind": "cut", "at": [3, points["label"][0]] },
    });
    let made = server.post("/api/atlases/small/corrections", &wish.to_string());
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["id"], &made["kind"], &made["undone"]), (&json!(1), &json!("cut"), &json!(false)));
    assert!(!made["author"].as_str().unwrap().is_empty());
    assert_eq!(server.json("/api/atlases/small/corrections")["corrections"], json!([made]));
    run(&server);
    let after = tracks(&server);
    assert_eq!(after["total"].as_u64(), before["total"].as_u64().map(|total| total + 1));
    let undone = server.post("/api/atlases/small/corrections/1/undo", "");
    assert_eq!((undone.status, &undone.json()["undone"]), (200, &json!(true)));
    assert_eq!(server.post("/api/atlases/small/corrections/1/undo", "").status, 400);
    run(&server);
    assert_eq!(tracks(&server), before);
    assert_eq!(server.post("/api/atlases/small/corrections/1/redo", "").status, 200);
}

#[test]
fn what_does_not_fit_is_refused() {
    let server = Running::small();
    let cut = json!({ "kind": "cut", "at": [3, 1] });
    for wish in [
        json!({ "element": "lca/tracks/none", "change": cut }),
        json!({ "element": "../tracks", "change": cut }),
        json!({ "element": "lca/tracks/tracks", "change": { "kind": "cut", "at": [3, 999_999] } }),
        json!({ "element": "lca/tracks/tracks", "change": { "kind": "merge", "at": [3, 1] } }),
        json!({ "element": "lca/tracks/tracks", "change": { "kind": "relabel", "column": "a", "from": "b", "to": "c" } }),
        json!({ "element": "lca/tracks/tracks", "change": cut, "note": "n".repeat(3000) }),
        json!({ "element": "lca/tracks/tracks", "change": 5 }),
    ] {
        let reply = server.post("/api/atlases/small/corrections", &wish.to_string());
        assert_eq!(reply.status, 400, "{wish}: {}", reply.text());
        assert!(reply.error().iter().all(|part| !part.is_empty()), "{wish}: {}", reply.text());
    }
    assert_eq!(server.json("/api/atlases/small/corrections")["total"], 0);
    assert_eq!(server.post("/api/atlases/small/corrections/7/undo", "").status, 400);
    assert_eq!(server.post("/api/atlases/small/corrections/x/undo", "").status, 400);
}
