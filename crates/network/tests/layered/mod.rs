//! Made systems, and where to find real data.

#![allow(dead_code, clippy::unwrap_used, clippy::print_stderr, reason = "shared by several test files")]

pub(crate) mod made;

use std::path::PathBuf;

/// A file of the shared test data; none (said visibly) where the data are not here. In CI they must be.
pub(crate) fn data(path: &str) -> Option<PathBuf> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let root = std::env::var_os("LCA_TEST_DATA").map_or_else(|| PathBuf::from(here), PathBuf::from);
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing; set LCA_TEST_DATA", path.display());
    eprintln!("SKIPPED: {} is missing; set LCA_TEST_DATA", path.display());
    None
}
