//! No request of a first look grows with the atlas: one of 100 GB, made of holes, opens at once.

use crate::common::{Running, ready};
use lca_server::Options;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

/// Frames of the large movie, each a hole of this many bytes.
const FRAMES: usize = 20_000;
const HOLE: u64 = 5 << 20;

/// Elements of the large atlas besides.
const ELEMENTS: usize = 2000;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &place);
        } else {
            fs::copy(&path, &place).unwrap();
        }
    }
}

fn edit(path: &Path, change: impl FnOnce(&mut Value)) {
    let mut value: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    change(&mut value);
    fs::write(path, value.to_string()).unwrap();
}

/// The small study with a movie of 20,000 frames and 2000 tables more.
fn enlarged(atlas: &Path) {
    copy(ready(), atlas);
    let movie = atlas.join("lca/movies/movie");
    let level = fs::read_dir(&movie)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.join("c").is_dir())
        .unwrap();
    let name = level.file_name().unwrap().to_str().unwrap().to_owned();
    for t in 8..FRAMES {
        let folder = level.join(format!("c/{t}/0/0/0"));
        fs::create_dir_all(&folder).unwrap();
        File::create(folder.join("0")).unwrap().set_len(HOLE).unwrap();
    }
    edit(&level.join("zarr.json"), |array| array["shape"][0] = FRAMES.into());
    let manifest = atlas.join("lca/checksums/lca/movies/movie.json");
    edit(&manifest, |manifest| {
        for t in 8..FRAMES {
            manifest["files"][format!("{name}/c/{t}/0/0/0/0")] =
                json!({ "size": HOLE, "blake3": "0".repeat(64) });
        }
    });
    let checksum = blake3::hash(&fs::read(&manifest).unwrap()).to_hex().to_string();
    edit(&atlas.join("lca/commit.json"), |record| {
        record["elements"]["lca/movies/movie"]["checksum"] = checksum.into();
        let like = record["elements"]["lca/observations/kinds"].clone();
        for at in 0..ELEMENTS {
            let mut one = like.clone();
            one["folder"] = format!("lca/observations/more{at}").into();
            record["elements"][format!("lca/observations/more{at}")] = one;
        }
    });
}

/// How long the first look at an atlas takes, the fastest of several.
fn first_look(atlas: &Path) -> (Duration, Value) {
    let look = || {
        let begin = Instant::now();
        let server = Running::start(&Options::local(vec![atlas.to_owned()]));
        server.json("/api/atlases");
        let overview = server.json("/api/atlases/small");
        let movie = server.json("/api/atlases/small/movies/movie");
        server.json("/api/atlases/small/tracks/tracks");
        server.json("/api/atlases/small/traces/traces");
        let url = format!(
            "{}/{}/c/7/0/0/0/0",
            movie["url"].as_str().unwrap(),
            movie["levels"][0]["path"].as_str().unwrap()
        );
        assert_eq!(server.send("GET", &url, &["range: bytes=-64"], b"").status, 206);
        (begin.elapsed(), json!([overview, movie]))
    };
    (0..5).map(|_| look()).min_by_key(|(time, _)| *time).unwrap()
}

#[test]
fn a_large_atlas_opens_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("small.zarr");
    enlarged(&large);
    let (small, _) = first_look(ready());
    let (time, told) = first_look(&large);
    assert_eq!(told[1]["shape"][0].as_u64(), Some(FRAMES as u64));
    assert_eq!(told[0]["elements"].as_array().unwrap().len(), 1000);
    assert!(told[0]["elements_total"].as_u64().unwrap() > 2000);
    println!("first look: small {small:?}, {} GB {time:?}", FRAMES as u64 * HOLE / 1_000_000_000);
    // What a person feels; reading any part of 100 GB would take far longer.
    assert!(time < Duration::from_secs(3), "small {small:?}, large {time:?}");
}
