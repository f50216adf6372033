#![allow(dead_code, clippy::unwrap_used, clippy::print_stderr, reason = "shared by several test files")]

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

/// Sum of a frame's channel, and its pixel at `y, x`.
pub(crate) fn sum(frame: &lca_pixels::Frame, channel: usize) -> f64 {
    let pixels = frame.pixels.to_f32();
    pixels.index_axis(ndarray::Axis(0), channel).iter().map(|&value| f64::from(value)).sum()
}
