use lca_network::Digraph;
use std::path::PathBuf;

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
