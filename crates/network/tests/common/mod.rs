//! Real networks for tests, and where to find them.

#![allow(clippy::unwrap_used, clippy::print_stdout, dead_code, reason = "test helpers")]

pub(crate) mod boolean;

use lca_network::Digraph;
use std::path::PathBuf;

/// A folder of real data; none, with a visible line, when it is missing outside CI.
pub(crate) fn data(folder: &str) -> Option<PathBuf> {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let path = std::env::var_os("LCA_TEST_DATA").map_or_else(default, PathBuf::from).join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "test data missing: {}", path.display());
    println!("SKIPPED: {} is missing; set LCA_TEST_DATA", path.display());
    None
}

/// The first and the last name of each line as an edge, and the names in the order in which they come.
pub(crate) fn edges(path: PathBuf) -> (Vec<String>, Digraph) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut names: Vec<String> = Vec::new();
    let mut place = |name: &str| {
        names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        })
    };
    let mut edges = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if let [first, .., last] = fields.as_slice() {
            edges.push((place(first), place(last)));
        }
    }
    let graph = Digraph::new(names.len(), edges);
    (names, graph)
}
