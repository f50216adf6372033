//! Running a study from outside: it goes on while others look, tells how far it is, and can be stopped.

use crate::common::{Running, study};
use lca_server::Options;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// A server over a study that was run, and that may be run.
fn runnable(folder: &Path) -> Running {
    let study = study(folder);
    let atlas = crate::common::run(&study);
    Running::start(&Options { studies: vec![study], ..Options::local(vec![atlas]) })
}

/// Waits until the run has another state than `running`.
fn ended(server: &Running) -> serde_json::Value {
    let begin = Instant::now();
    loop {
        let current = server.json("/api/atlases/small/runs?limit=0")["current"].clone();
        if current["state"] != "running" {
            return current;
        }
        assert!(begin.elapsed() < Duration::from_secs(120), "{current}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_run_does_what_is_asked_and_tells_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let server = runnable(folder.path());
    let mut stream = server.connect();
    stream
        .write_all(
            format!("GET /api/atlases/small/events HTTP/1.1\r\nhost: {}\r\n\r\n", server.address).as_bytes(),
        )
        .unwrap();
    let before = server.json("/api/atlases/small")["sequence"].as_u64().unwrap();
    let begun = server.post("/api/atlases/small/runs", r#"{"from": "tracks"}"#);
    assert_eq!((begun.status, begun.json()["state"].as_str()), (202, Some("running")));
    let done = ended(&server);
    assert_eq!(done["state"], "done", "{done}");
    let state = |id: &str| {
        done["steps"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()["state"].clone()
    };
    assert_eq!(
        [state("nuclei"), state("tracks"), state("traces"), state("lineage")],
        ["up-to-date", "done", "done", "done"]
    );
    // Its atlas is shown as it is now, and its events were told in order.
    assert_eq!(server.json("/api/atlases/small")["sequence"].as_u64(), Some(before + 3));
    let lines = BufReader::new(stream).lines().map(Result::unwrap).filter(|line| !line.is_empty());
    let mut told: Vec<String> = Vec::new();
    for line in lines {
        told.push(line);
        if told.last().is_some_and(|line| line.contains(r#""state":"done","message":null"#)) {
            break;
        }
    }
    let place = |text: &str| {
        told.iter().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {told:#?}"))
    };
    assert!(place("event: commit") < place(r#""state":"running""#));
    assert!(place(r#""id":"tracks","state":"running""#) < place(r#""id":"tracks","state":"done""#));
}

#[test]
fn a_run_is_stopped_and_can_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let server = runnable(folder.path());
    let nothing = server.send("DELETE", "/api/atlases/small/runs/current", &[], b"");
    assert_eq!(nothing.status, 409);
    assert_eq!(server.post("/api/atlases/small/runs", r#"{"from": "movie"}"#).status, 202);
    let twice = server.post("/api/atlases/small/runs", "{}");
    assert!(twice.status == 409 && twice.error()[0].contains("being run"), "{}", twice.text());
    assert_eq!(server.send("DELETE", "/api/atlases/small/runs/current", &[], b"").status, 202);
    let stopped = ended(&server);
    assert_eq!(stopped["state"], "cancelled", "{stopped}");
    assert_eq!(server.post("/api/atlases/small/runs", "{}").status, 202);
    assert_eq!(ended(&server)["state"], "done");
    server.end();
}

#[test]
fn what_cannot_be_run_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = runnable(folder.path());
    for (body, says) in
        [(r#"{"steps": ["none"]}"#, "no step `none`"), (r#"{"from": "none"}"#, "no step `none`")]
    {
        let reply = server.post("/api/atlases/small/runs", body);
        assert!(reply.status == 400 && reply.error()[0].contains(says), "{}", reply.text());
    }
    assert!(matches!(server.post("/api/atlases/small/runs", r#"{"stepz": []}"#).status, 400 | 422));
    std::fs::write(folder.path().join("study.toml"), "name = ").unwrap();
    let broken = server.post("/api/atlases/small/runs", "{}");
    assert!(broken.status == 409 && broken.error()[0].contains("cannot be read"), "{}", broken.text());
}

#[test]
fn the_server_ends_while_clients_listen() {
    let server = Running::small();
    let mut stream = server.connect();
    stream
        .write_all(
            format!("GET /api/atlases/small/events HTTP/1.1\r\nhost: {}\r\n\r\n", server.address).as_bytes(),
        )
        .unwrap();
    let mut lines = BufReader::new(stream).lines();
    assert!(lines.any(|line| line.unwrap().contains("commit")));
    let begin = Instant::now();
    server.end();
    assert!(begin.elapsed() < Duration::from_secs(4), "{:?}", begin.elapsed());
    assert!(lines.all(|line| line.is_ok()));
}
