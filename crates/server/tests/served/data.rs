//! Files of an atlas over HTTP: parts, tags, caching, and nothing that is not the atlas'.

use crate::common::{Running, ready};

/// A file of the small study's movie below the atlas, and its address with the element's tag.
fn chunk(server: &Running) -> (String, String) {
    let movie = server.json("/api/atlases/small/movies/movie");
    let url = movie["url"].as_str().unwrap().to_owned();
    let folder = url.splitn(5, '/').nth(4).unwrap().to_owned();
    let level = movie["levels"][0]["path"].as_str().unwrap();
    (format!("{folder}/{level}/c/0/0/0/0/0"), format!("{url}/{level}/c/0/0/0/0/0"))
}

#[test]
fn a_file_comes_whole_and_in_parts() {
    let server = Running::small();
    let (file, _) = chunk(&server);
    let content = std::fs::read(ready().join(&file)).unwrap();
    let path = format!("/data/small/{file}");
    let whole = server.get(&path);
    assert_eq!((whole.status, &whole.body), (200, &content));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let size = content.len();
    for (range, part) in [
        ("bytes=0-9", 0..10),
        ("bytes=5-", 5..size),
        ("bytes=-16", size - 16..size),
        ("bytes=3-999999999", 3..size),
    ] {
        let reply = server.send("GET", &path, &[&format!("range: {range}")], b"");
        assert_eq!((reply.status, &reply.body[..]), (206, &content[part.clone()]), "{range}");
        let told = format!("bytes {}-{}/{size}", part.start, part.end - 1);
        assert_eq!(reply.header("content-range"), Some(told.as_str()));
        assert_eq!(reply.header("content-length"), Some(part.len().to_string().as_str()));
    }
    let beyond = server.send("GET", &path, &[&format!("range: bytes={size}-")], b"");
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, Some(format!("bytes */{size}").as_str()))
    );
    let several = server.send("GET", &path, &["range: bytes=0-1,4-5"], b"");
    assert_eq!((several.status, several.body.len()), (200, size));
}

#[test]
fn a_head_tells_what_a_get_would() {
    let server = Running::small();
    let (file, _) = chunk(&server);
    let path = format!("/data/small/{file}");
    let (get, head) = (server.get(&path), server.send("HEAD", &path, &[], b""));
    assert_eq!((head.status, head.body.len()), (200, 0));
    for name in ["content-length", "etag", "accept-ranges", "cache-control", "content-type"] {
        assert!(get.header(name).is_some() && get.header(name) == head.header(name), "{name}");
    }
    assert_eq!(server.send("HEAD", "/data/small/none", &[], b"").status, 404);
}

#[test]
fn what_is_known_is_not_sent_again() {
    let server = Running::small();
    let (file, _) = chunk(&server);
    let path = format!("/data/small/{file}");
    let tag = server.get(&path).header("etag").unwrap().to_owned();
    let known = server.send("GET", &path, &[&format!("if-none-match: \"other\", W/{tag}")], b"");
    assert_eq!((known.status, known.body.len(), known.header("etag")), (304, 0, Some(tag.as_str())));
    let part =
        |tag: &str| server.send("GET", &path, &["range: bytes=0-3", &format!("if-range: {tag}")], b"").status;
    assert_eq!((part(&tag), part("\"other\"")), (206, 200));
}

#[test]
fn only_what_can_never_change_is_kept_for_good() {
    let server = Running::small();
    let (file, tagged) = chunk(&server);
    let caching = |path: &str| {
        let reply = server.get(path);
        assert_eq!(reply.status, 200, "{path}");
        reply.header("cache-control").unwrap().to_owned()
    };
    assert!(caching(&tagged).contains("immutable"));
    let folder = tagged.split_once("/lca/").unwrap().0;
    assert!(caching(&format!("{folder}/lca/movies/movie/zarr.json")).contains("immutable"));
    // The list of labels grows, the root changes with each commit, and an address without a tag may mean another
    // element tomorrow.
    assert_eq!(caching(&format!("{folder}/lca/movies/movie/labels/zarr.json")), "no-cache");
    assert_eq!(caching("/data/small/zarr.json"), "no-cache");
    assert_eq!(caching(&format!("/data/small/{file}")), "no-cache");
    assert_eq!(caching(&format!("/data/small/~0000000000000000/{file}")), "no-cache");
}

#[test]
fn nothing_outside_the_atlas_is_given() {
    let server = Running::small();
    std::fs::write(ready().parent().unwrap().join("secret"), "a secret").unwrap();
    let paths = [
        "../secret",
        "..%2fsecret",
        "%2e%2e/secret",
        "%2e%2e%2fsecret",
        "lca/../../secret",
        "lca/%2e%2e/%2e%2e/secret",
        "..%5csecret",
        "lca/..\\..\\secret",
        "%252e%252e/secret",
        "....//secret",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "lca/commit.json%00.txt",
        "%00",
        ".",
        "lca/.",
        "lca//commit.json",
        "lca",
        "lca/",
        "~/lca/commit.json/..",
        "~0000000000000000/../secret",
        "~0000000000000000/..%2fsecret",
        "%c0%ae%c0%ae/secret",
        "C:/secret",
        "file:///etc/passwd",
    ];
    for path in paths {
        let reply = server.get(&format!("/data/small/{path}"));
        assert!((400..500).contains(&reply.status), "{path}: {}", reply.status);
        assert!(!reply.text().contains("a secret") && !reply.text().contains("root:"), "{path}");
    }
    assert_eq!(server.get("/data/other/zarr.json").status, 404);
    assert_eq!(server.get("/data/..%2fsmall.zarr/zarr.json").status, 404);
    assert_eq!(server.get("/data/small/lca/commit.json").status, 200);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_atlas_and_pipes_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let atlas = lca_store::Atlas::create(folder.path().join("small.zarr")).unwrap();
    std::fs::write(folder.path().join("secret"), "a secret").unwrap();
    std::os::unix::fs::symlink(folder.path().join("secret"), atlas.path().join("link")).unwrap();
    std::os::unix::fs::symlink(folder.path(), atlas.path().join("folder")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(atlas.path().join("pipe")).status().unwrap();
    assert!(made.success());
    let server = Running::start(&lca_server::Options::local(vec![atlas.path().to_owned()]));
    for path in ["link", "folder/secret", "pipe"] {
        assert_eq!(server.get(&format!("/data/small/{path}")).status, 404, "{path}");
    }
}
