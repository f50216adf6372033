use lca_graph::MolecularNetwork;
use std::collections::HashSet;

/// A key for each molecule that is unique in a file: its identifier, with its layer before it where
/// another layer has the same.
pub(super) fn keys(network: &MolecularNetwork) -> Vec<String> {
    let mut taken = HashSet::new();
    let unique = network.molecules().iter().map(|one| {
        let mut key = one.id.clone();
        if taken.contains(&key) {
            key = format!("{}:{}", one.layer, one.id);
        }
        while !taken.insert(key.clone()) {
            key.push('\'');
        }
        key
    });
    unique.collect()
}
