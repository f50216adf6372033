use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};

/// That one type of cell speaks to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// The type that gives the ligand.
    pub source: String,
    /// The type that has the receptor.
    pub target: String,
    /// By which ligand and receptor.
    pub by: String,
    /// How strong it is, on the method's own scale.
    pub score: f64,
}

/// A network of types of cells: an edge for each binding by which one speaks to another, its kind the binding, its
/// evidence the method, the data set and the score.
#[must_use]
pub fn conversation(
    spoken: &[Spoken],
    method: &str,
    source: &str,
    dataset: Option<&str>,
) -> MolecularNetwork {
    let mut network = MolecularNetwork::default();
    for one in spoken {
        let [from, to] =
            [&one.source, &one.target].map(|id| network.molecule(Molecule::new(id, Layer::CellType)));
        network.interaction(Interaction {
            kind: Some(one.by.clone()),
            evidence: vec![Evidence {
                source: Some(source.to_owned()),
                dataset: dataset.map(str::to_owned),
                method: Some(method.to_owned()),
                score: Some(one.score),
            }],
            ..Interaction::new(from, to, Sign::Unknown)
        });
    }
    network
}
