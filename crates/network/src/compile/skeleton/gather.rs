//! Who regulates whom.

use lca_graph::{Layer, MolecularNetwork, Sign};

/// What regulates a molecule: places of molecules, each once, in the order of the interactions.
#[derive(Debug, Clone, Default)]
pub(super) struct Regulated {
    pub(super) activators: Vec<usize>,
    pub(super) inhibitors: Vec<usize>,
}

impl Regulated {
    /// Whether nothing regulates it.
    pub(super) const fn is_free(&self) -> bool {
        self.activators.is_empty() && self.inhibitors.is_empty()
    }
}

/// For each molecule what regulates it, and what is left out of the network, in words.
pub(super) fn gather(network: &MolecularNetwork) -> (Vec<Regulated>, Vec<String>) {
    let molecules = network.molecules();
    let mut found = vec![Regulated::default(); molecules.len()];
    let mut left_out = Vec::new();
    for edge in network.interactions() {
        let (source, target) = (&molecules[edge.source], &molecules[edge.target]);
        let reason = match edge.sign {
            Sign::Dual => Some("its sign depends on the state"),
            Sign::Unknown => Some("its sign is not known"),
            _ => None,
        };
        let odd =
            [source, target].into_iter().find(|one| matches!(one.layer, Layer::Reaction | Layer::CellType));
        let reason = odd.map_or(reason, |_| Some("reactions and cell types have no amount"));
        if let Some(reason) = reason {
            left_out.push(format!("{} → {}: {reason}", source.id, target.id));
            continue;
        }
        let one = &mut found[edge.target];
        let (list, other) = if edge.sign == Sign::Positive {
            (&mut one.activators, &one.inhibitors)
        } else {
            (&mut one.inhibitors, &one.activators)
        };
        if other.contains(&edge.source) {
            left_out.push(format!("{} → {}: another interaction has the other sign", source.id, target.id));
        } else if !list.contains(&edge.source) {
            list.push(edge.source);
        }
    }
    (found, left_out)
}
