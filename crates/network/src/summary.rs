use lca_graph::{Interaction, Layer, MolecularNetwork, Sign};

/// What a network holds, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many molecules each layer has, lowest layer first; layers without any are left out.
    pub layers: Vec<(Layer, usize)>,
    /// How many interactions are of each sign; signs that do not occur are left out.
    pub signs: Vec<(Sign, usize)>,
    /// How many interactions begin and end at the same molecule.
    pub self_loops: usize,
    /// How many interactions join molecules of different layers.
    pub across: usize,
}

/// Counts what a network holds.
#[must_use]
pub fn summary(network: &MolecularNetwork) -> Summary {
    let (molecules, edges) = (network.molecules(), network.interactions());
    let of_layer = |layer| (layer, molecules.iter().filter(|one| one.layer == layer).count());
    let of_sign = |sign| (sign, edges.iter().filter(|edge| edge.sign == sign).count());
    let signs = [Sign::Positive, Sign::Negative, Sign::Dual, Sign::Unknown];
    Summary {
        layers: Layer::ALL.into_iter().map(of_layer).filter(|(_, count)| *count > 0).collect(),
        signs: signs.into_iter().map(of_sign).filter(|(_, count)| *count > 0).collect(),
        self_loops: edges.iter().filter(|edge| edge.source == edge.target).count(),
        across: edges
            .iter()
            .filter(|edge| molecules[edge.source].layer != molecules[edge.target].layer)
            .count(),
    }
}

/// How many of the interactions begin or end at each of so many molecules; one on itself counts once, ends
/// that are no molecule for nothing.
#[must_use]
pub fn degrees(molecules: usize, interactions: &[Interaction]) -> Vec<usize> {
    let mut degrees = vec![0; molecules];
    let mut count = |place: usize| degrees.get_mut(place).map_or((), |degree| *degree += 1);
    for one in interactions {
        count(one.source);
        if one.source != one.target {
            count(one.target);
        }
    }
    degrees
}
