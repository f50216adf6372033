use super::Layer;
use serde::{Deserialize, Serialize};

/// A node of a network: a molecule, or what a network draws in its place. Its layer and identifier
/// together are unique in a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Molecule {
    /// Its identifier: a symbol, an accession.
    pub id: String,
    /// Its name, where that differs.
    pub name: Option<String>,
    /// What sort of thing it is.
    pub layer: Layer,
}

impl Molecule {
    /// A molecule without a name of its own.
    #[must_use]
    pub fn new(id: &str, layer: Layer) -> Self {
        Self { id: id.to_owned(), name: None, layer }
    }
}
