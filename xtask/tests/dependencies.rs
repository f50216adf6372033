//! What is built in: from crates.io alone, by checksum, and under licences that go with ours.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

use std::path::{Path, PathBuf};
use std::process::Command;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Licences that ask for no more than to be named.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Whether a licence expression leaves a choice of allowed licences alone (SPDX, as Cargo takes it).
fn is_allowed(expression: &str) -> bool {
    let text = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut at = 0;
    let answer = either(&words, &mut at);
    answer && at == words.len()
}

/// `A OR B`, which binds less than `A AND B`.
fn either(words: &[&str], at: &mut usize) -> bool {
    let mut answer = both(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        answer |= both(words, at);
    }
    answer
}

fn both(words: &[&str], at: &mut usize) -> bool {
    let mut answer = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        answer &= one(words, at);
    }
    answer
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let word = words.get(*at).copied();
    // Beyond the last word too, so that an expression cut off is not taken for a whole one.
    *at += 1;
    let Some(word) = word else { return false };
    if word == "(" {
        let answer = either(words, at);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return answer && closed;
    }
    match (words.get(*at), words.get(*at + 1)) {
        (Some(&"WITH"), Some(exception)) => {
            *at += 2;
            ALLOWED.contains(&format!("{word} WITH {exception}").as_str())
        }
        _ => ALLOWED.contains(&word),
    }
}

#[test]
fn licences_are_read_as_they_are_meant() {
    for good in ["MIT", "MIT/Apache-2.0", "MIT OR GPL-3.0-only", "(MIT OR GPL-2.0-only) AND Unicode-3.0"] {
        assert!(is_allowed(good), "{good}");
    }
    let bad =
        ["GPL-3.0-only", "MIT AND GPL-3.0-only", "", "MIT OR", "(MIT", "Apache-2.0 WITH other", "MIT Zlib"];
    for bad in bad {
        assert!(!is_allowed(bad), "{bad}");
    }
}

#[test]
fn packages_come_from_one_registry_by_checksum() {
    let lock: toml::Table = std::fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    assert!(packages.len() > 100);
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let text = |key: &str| package.get(key).and_then(toml::Value::as_str);
        match text("source") {
            None => assert!(name == "xtask" || name.starts_with("lca-"), "`{name}` comes from a folder"),
            Some(source) => {
                assert_eq!(source, CRATES_IO, "`{name}` comes from elsewhere");
                assert_eq!(text("checksum").map(str::len), Some(64), "`{name}` has no checksum");
            }
        }
    }
}

#[test]
fn licences_of_all_packages_go_with_ours() {
    // Of this system: packages of others are not on the disk, and what they say is not known.
    let version = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let version = String::from_utf8(version).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned();
    let arguments =
        ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host];
    let told = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let packages = told["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    for package in packages {
        let (name, licence) =
            (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or_default());
        assert!(is_allowed(licence), "`{name}` is under `{licence}`: use another, or say here why it may be");
    }
}
