//! Where the real data lie.

#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use std::path::PathBuf;

/// The folder of real data, or none, said aloud, when it is missing; in CI that is a failure.
pub(crate) fn folder(part: &str) -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder =
        std::env::var_os("LCA_TEST_DATA").map_or_else(|| PathBuf::from(default), PathBuf::from).join(part);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
    println!("SKIPPED: {} is missing; set LCA_TEST_DATA to the folder of test data", folder.display());
    None
}
