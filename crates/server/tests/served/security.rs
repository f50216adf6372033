//! Whom the server lets in, and how it bears those who mean it ill.

use crate::common::{Reply, Running, limited, ready};
use lca_server::{Access, Options, Server, ServerError};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[test]
fn it_listens_beyond_this_machine_only_where_people_are_told_apart() {
    for host in ["0.0.0.0", "::", "[::]"] {
        let options = Options { host: host.into(), ..Options::local(vec![ready().to_owned()]) };
        let refused = Server::bind(&options);
        assert!(matches!(refused, Err(ServerError::Open { .. })), "{host}");
    }
    let folder = tempfile::tempdir().unwrap();
    let tokens = secret(&folder, "ada editor 0123456789abcdef0123\n");
    let options = Options {
        host: "0.0.0.0".into(),
        access: Access::Tokens(tokens),
        ..Options::local(vec![ready().to_owned()])
    };
    assert!(Server::bind(&options).is_ok());
}

/// A file that only its owner may read.
fn secret(folder: &tempfile::TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("people");
    std::fs::write(&path, text).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    path
}

#[test]
fn other_names_of_this_machine_are_refused() {
    let server = Running::small();
    let asked = |host: &str| server.send("GET", "/api/atlases", &[&format!("host: {host}")], b"").status;
    let port = server.address.port();
    for own in [
        format!("127.0.0.1:{port}"),
        format!("localhost:{port}"),
        format!("[::1]:{port}"),
        "localhost".into(),
    ] {
        assert_eq!(asked(&own), 200, "{own}");
    }
    for foreign in
        ["evil.example", "evil.example:8311", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil.example"]
    {
        assert_eq!(asked(foreign), 421, "{foreign}");
    }
    assert_eq!(asked(""), 400);
    let twice = server.send("GET", "/api/atlases", &["host: localhost", "host: evil.example"], b"").status;
    assert!((400..500).contains(&twice), "{twice}");
    assert_eq!(server.send("GET", "/data/small/zarr.json", &["host: evil.example"], b"").status, 421);
}

#[test]
fn pages_of_other_sites_cannot_run_anything() {
    let server = Running::small();
    let post = |headers: &[&str]| server.send("POST", "/api/atlases/small/runs", headers, b"{}").status;
    let json = "content-type: application/json";
    let own = format!("origin: http://{}", server.address);
    for foreign in [
        "origin: http://evil.example",
        "origin: null",
        "origin: http://127.0.0.1:1",
        "sec-fetch-site: cross-site",
    ] {
        assert_eq!(post(&[json, foreign]), 403, "{foreign}");
    }
    // What comes from here gets as far as the question which study.
    assert_eq!((post(&[json, &own]), post(&[json])), (404, 404));
    // What a form of another site could send.
    assert_eq!(post(&["content-type: text/plain"]), 415);
    let cancel =
        server.send("DELETE", "/api/atlases/small/runs/current", &["origin: http://evil.example"], b"");
    assert_eq!(cancel.status, 403);
    assert!(server.get("/api/atlases").header("access-control-allow-origin").is_none());
}

#[test]
fn a_token_opens_and_its_role_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let tokens = secret(
        &folder,
        "# people\nada editor ada-0123456789abcdef\nbob viewer bob-0123456789abcdef # a guest\n",
    );
    let options = Options { access: Access::Tokens(tokens), ..Options::local(vec![ready().to_owned()]) };
    let server = Running::start(&options);
    let with = |token: &str, method: &str, path: &str| {
        let bearer = format!("authorization: Bearer {token}");
        server.send(
            method,
            path,
            &[&bearer, "content-type: application/json"],
            if method == "GET" { b"" } else { b"{}" },
        )
    };
    for path in [
        "/api/session",
        "/api/atlases",
        "/api/openapi.json",
        "/data/small/zarr.json",
        "/api/atlases/small/events",
    ] {
        assert_eq!(server.get(path).status, 401, "{path}");
        for wrong in ["", "ada-0123456789abcdee", "ada-0123456789abcdef0", "ada", "*"] {
            assert_eq!(with(wrong, "GET", path).status, 401, "{path} {wrong}");
        }
    }
    let session = with("bob-0123456789abcdef", "GET", "/api/session").json();
    assert_eq!((session["user"].as_str(), session["role"].as_str()), (Some("bob"), Some("viewer")));
    assert_eq!(with("bob-0123456789abcdef", "GET", "/data/small/zarr.json").status, 200);
    assert_eq!(with("bob-0123456789abcdef", "POST", "/api/atlases/small/runs").status, 403);
    assert_eq!(with("bob-0123456789abcdef", "DELETE", "/api/atlases/small/runs/current").status, 403);
    // An editor gets as far as the question which study.
    assert_eq!(with("ada-0123456789abcdef", "POST", "/api/atlases/small/runs").status, 404);
}

#[test]
fn a_browser_logs_in_with_a_cookie_no_script_sees() {
    let folder = tempfile::tempdir().unwrap();
    let tokens = secret(&folder, "ada editor ada-0123456789abcdef\n");
    let options = Options { access: Access::Tokens(tokens), ..Options::local(vec![ready().to_owned()]) };
    let server = Running::start(&options);
    let form = server.get("/");
    assert!(form.status == 200 && form.text().contains("name=\"token\""), "{}", form.text());
    let wrong = server.send("POST", "/login", &[], b"token=wrong");
    assert!(wrong.status == 401 && wrong.text().contains(r#"role="alert">This token"#), "{}", wrong.text());
    assert!(server.get("/").text().contains(r#"role="alert" hidden>"#));
    let reply = server.send("POST", "/login", &[], b"token=ada-0123456789abcdef");
    let cookie = reply.header("set-cookie").unwrap();
    assert!(
        reply.status == 303 && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let cookie = format!("cookie: theme=dark; {}", cookie.split(';').next().unwrap());
    assert_eq!(server.send("GET", "/api/session", &[&cookie], b"").json()["user"], "ada");
}

#[test]
fn a_proxy_says_who_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let roles = secret(&folder, "ada editor\n* viewer\n");
    let access = Access::Header { name: "X-Forwarded-User".into(), roles };
    let options = Options { access, ..Options::local(vec![ready().to_owned()]) };
    let server = Running::start(&options);
    let role = |user: &str| {
        let header = format!("x-forwarded-user: {user}");
        server.send("GET", "/api/session", &[&header], b"").json()["role"].as_str().unwrap().to_owned()
    };
    assert_eq!((role("ada").as_str(), role("eve").as_str()), ("editor", "viewer"));
    assert_eq!(server.get("/api/session").status, 401);
    assert_eq!(server.send("GET", "/api/session", &["x-forwarded-user: "], b"").status, 401);
}

#[test]
fn files_of_people_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    for (text, says) in [
        ("", "nobody"),
        ("ada editor", "a token"),
        ("ada admin 0123456789abcdef", "a role is"),
        ("ada editor short", "16"),
        ("ada editor 0123456789abcdef\nbob viewer 0123456789abcdef", "earlier line"),
    ] {
        let options = Options {
            access: Access::Tokens(secret(&folder, text)),
            ..Options::local(vec![ready().to_owned()])
        };
        let why = Server::bind(&options).unwrap_err().to_string();
        assert!(why.contains(says), "{text:?}: {why}");
    }
    #[cfg(unix)]
    {
        let open = secret(&folder, "ada editor 0123456789abcdef");
        std::fs::set_permissions(&open, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        let options = Options { access: Access::Tokens(open), ..Options::local(vec![ready().to_owned()]) };
        assert!(Server::bind(&options).unwrap_err().to_string().contains("chmod 600"));
    }
}

#[test]
fn giant_requests_are_refused() {
    let server = Running::start(&limited(|limits| limits.body = 1000));
    let long = server.get(&format!("/api/atlases/{}", "a".repeat(10_000)));
    assert_eq!(long.status, 414);
    let head = server.send("GET", "/api/atlases", &[&format!("x-large: {}", "a".repeat(200_000))], b"");
    assert_eq!(head.status, 431);
    let many: Vec<String> = (0..500).map(|at| format!("x-{at}: 1")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(server.send("GET", "/api/atlases", &many, b"").status, 431);
    let json = "content-type: application/json";
    let body = server.send("POST", "/api/atlases/small/runs", &[json], &[b' '; 5000]);
    assert_eq!(body.status, 413);
    // A length that is only claimed is not waited for, and not made room for.
    let mut stream = server.connect();
    let head = format!(
        "POST /api/atlases/small/runs HTTP/1.1\r\nhost: {}\r\n{json}\r\ncontent-length: 99999999999\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&[b' '; 2000]).unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 413");
    let deep = "[".repeat(900);
    assert!(matches!(server.post("/api/atlases/small/runs", &deep).status, 400 | 422));
    assert_eq!(server.get("/api/atlases").status, 200);
}

#[test]
fn slow_clients_are_left() {
    let server = Running::start(&limited(|limits| {
        limits.request = Duration::from_millis(400);
        limits.stalled = Duration::from_millis(400);
        limits.connections = 8;
    }));
    let begin = Instant::now();
    // Heads that never end take all places; they lose them.
    let mut slow: Vec<_> = (0..8).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /api/atlases HTTP/1.1\r\nhost: ").unwrap();
    }
    assert_eq!(server.get("/api/atlases").status, 200);
    assert!(begin.elapsed() < Duration::from_secs(20));
    for stream in &mut slow {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        let said = String::from_utf8_lossy(&rest).into_owned();
        assert!(said.is_empty() || said.contains("408"), "{said}");
    }
    // So does a body that never comes.
    let mut stream = server.connect();
    let head = format!(
        "POST /api/atlases/small/runs HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{{",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(Reply::read(&mut stream).status, 408);
}

#[test]
fn one_who_does_not_take_the_answer_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let atlas = lca_store::Atlas::create(folder.path().join("a.zarr")).unwrap();
    let large = std::fs::File::create(atlas.path().join("large")).unwrap();
    large.set_len(256 << 20).unwrap();
    let mut options = Options::local(vec![atlas.path().to_owned()]);
    options.limits.stalled = Duration::from_millis(300);
    options.limits.connections = 1;
    let server = Running::start(&options);
    let mut idle = server.connect();
    idle.write_all(format!("GET /data/a/large HTTP/1.1\r\nhost: {}\r\n\r\n", server.address).as_bytes())
        .unwrap();
    let mut byte = [0];
    idle.read_exact(&mut byte).unwrap();
    // The one place is free again once the other has not read for a while.
    assert_eq!(server.get("/api/atlases").status, 200);
}

#[test]
fn answers_say_how_they_may_be_shown() {
    let server = Running::small();
    for path in ["/", "/api/atlases", "/data/small/zarr.json", "/none", "/assets/none.js"] {
        let reply = server.get(path);
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("x-frame-options"), Some("DENY"), "{path}");
    }
    let policy = server.get("/data/small/zarr.json").header("content-security-policy").unwrap().to_owned();
    assert!(policy.contains("sandbox"), "{policy}");
    let page = server.get("/");
    let is_page = page.header("content-type").unwrap().starts_with("text/html");
    assert!(!is_page || page.header("content-security-policy").unwrap().contains("default-src 'self'"));
    assert!(is_page || page.text().contains("cargo xtask web"), "{}", page.text());
}

#[test]
fn errors_tell_what_where_and_what_to_do() {
    let server = Running::small();
    for (path, status) in [
        ("/api/atlases/none", 404),
        ("/api/atlases/small/movies/none", 404),
        ("/api/atlases/small/tracks/tracks?limit=x", 400),
        ("/api/atlases/small/tracks/tracks/points?tracks=a", 400),
        ("/api/atlases/small/traces/traces?measure=none", 400),
        ("/api/atlases/small/traces/kinds", 400),
        ("/api/none", 404),
        ("/data/small/none", 404),
    ] {
        let reply = server.get(path);
        assert_eq!(reply.status, status, "{path}");
        assert!(reply.error().iter().all(|part| !part.is_empty()), "{path}: {}", reply.text());
    }
    let method = server.send("PUT", "/api/atlases", &[], b"{}");
    assert_eq!(method.status, 405);
    assert!(method.error().iter().all(|part| !part.is_empty()));
}
