//! A server over the small study, and a client that says exactly what a test wants said.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]
#![allow(dead_code, reason = "each test file uses part of it")]

#[path = "../../../../cli/tests/common/small.rs"]
mod small;

use lca_server::{Options, Server, Stopper};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread::JoinHandle;
use std::time::Duration;

pub(crate) use small::study;

/// The small study, run once for all tests of a file. Tests only look at it.
pub(crate) fn ready() -> &'static Path {
    static READY: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, atlas) = READY.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let atlas = run(&study(folder.path()));
        (folder, atlas)
    });
    atlas
}

/// Runs a study; its atlas.
pub(crate) fn run(study: &Path) -> PathBuf {
    let study = lca_study::Study::load(study).unwrap();
    lca_study::run(&study, &lca_study::Options::default(), &lca_study::Silent).unwrap().atlas
}

/// A server in a thread, which ends with it.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn start(options: &Options) -> Self {
        let server = Server::bind(options).unwrap();
        let (address, stopper) = (server.address(), server.stopper());
        let thread = Some(std::thread::spawn(move || server.run().unwrap()));
        Self { address, stopper, thread }
    }

    /// Over the small study.
    pub(crate) fn small() -> Self {
        Self::start(&Options::local(vec![ready().to_owned()]))
    }

    /// Ends it, as Ctrl-C does; panics unless it ends well.
    pub(crate) fn end(mut self) {
        self.stopper.stop();
        self.thread.take().unwrap().join().unwrap();
    }

    /// Sends lines of a head as they are and a body, and reads the answer.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Reply {
        let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        if !headers.iter().any(|line| line.to_ascii_lowercase().starts_with("host:")) {
            head.push_str(&format!("host: {}\r\n", self.address));
        }
        headers.iter().for_each(|line| head.push_str(&format!("{line}\r\n")));
        if !body.is_empty() {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        let mut stream = self.connect();
        // A server that refuses early may stop reading.
        let _ = stream.write_all(format!("{head}\r\n").as_bytes());
        let _ = stream.write_all(body);
        Reply::read(&mut stream)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], b"")
    }

    /// What an address answers, which must be well.
    pub(crate) fn json(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.json()
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Reply {
        self.send("POST", path, &["content-type: application/json"], body.as_bytes())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stopper.stop();
    }
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Reads all until the other side closes.
    pub(crate) fn read(stream: &mut TcpStream) -> Self {
        let mut all = Vec::new();
        // A connection that is reset after its answer has still answered.
        let _ = stream.read_to_end(&mut all);
        let end = all.windows(4).position(|part| part == b"\r\n\r\n").map_or(all.len(), |at| at + 4);
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let mut reply = Self { status, head, body: all[end..].to_vec() };
        if reply.header("transfer-encoding") == Some("chunked") {
            reply.body = unchunked(&reply.body);
        }
        reply
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| panic!("{why}: {}{}", self.head, self.text()))
    }

    /// The three parts of an error; panics where one is missing.
    pub(crate) fn error(&self) -> [String; 3] {
        let value = self.json();
        ["what", "where", "what_to_do"].map(|part| value["error"][part].as_str().unwrap().to_owned())
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(line) = body.windows(2).position(|part| part == b"\r\n") {
        let size = usize::from_str_radix(String::from_utf8_lossy(&body[..line]).trim(), 16).unwrap();
        if size == 0 || body.len() < line + 2 + size {
            break;
        }
        whole.extend_from_slice(&body[line + 2..line + 2 + size]);
        body = &body[(line + 4 + size).min(body.len())..];
    }
    whole
}

/// Options of the small study with other limits.
pub(crate) fn limited(change: impl FnOnce(&mut lca_server::Limits)) -> Options {
    let mut options = Options::local(vec![ready().to_owned()]);
    change(&mut options.limits);
    options
}
