//! Running the command, and the small study that most tests run.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]
#![allow(dead_code, reason = "each test file uses part of it")]

mod small;

#[allow(unused_imports, reason = "each test file uses part of it")]
pub(crate) use small::{STUDY, noise, study};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The command under test.
pub(crate) fn lca() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lca"));
    command.env_remove("LCA_TEST_DATA").env("NO_COLOR", "1");
    command
}

/// Runs the command; panics with what it said unless it ends with `code`.
pub(crate) fn run(args: &[&str], code: i32) -> Output {
    let output = lca().args(args).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "lca {args:?}\n{out}\n{err}");
    output
}

/// What a command that must succeed says, as JSON.
pub(crate) fn json(args: &[&str]) -> serde_json::Value {
    let output = run(&[args, &["--json"]].concat(), 0);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A file with this text.
pub(crate) fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The digest of an atlas, which must be as committed.
pub(crate) fn digest(atlas: &Path) -> String {
    let found = json(&["verify", "--digest", atlas.to_str().unwrap()]);
    found["digest"].as_str().unwrap().to_owned()
}

/// Names of the steps that a run computed.
pub(crate) fn computed(run: &serde_json::Value) -> Vec<String> {
    let steps = run["steps"].as_array().unwrap().iter();
    let steps = steps.filter(|step| step["computed"].as_bool().unwrap());
    steps.map(|step| step["step"].as_str().unwrap().to_owned()).collect()
}
