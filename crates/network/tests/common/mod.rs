//! Real and made data for tests, and where to find them.

#![allow(clippy::unwrap_used, clippy::print_stdout, dead_code, reason = "test helpers")]

pub(crate) mod boolean;
pub(crate) mod graph;
pub(crate) mod layered;
pub(crate) mod table;

use std::path::PathBuf;

/// A file or folder of real data; none, with a visible line, when it is missing outside CI.
pub(crate) fn data(folder: &str) -> Option<PathBuf> {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let path = std::env::var_os("LCA_TEST_DATA").map_or_else(default, PathBuf::from).join(folder);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "test data missing: {}", path.display());
    println!("SKIPPED: {} is missing; set LCA_TEST_DATA", path.display());
    None
}
