use serde::{Deserialize, Serialize};

/// Molecules that make an interaction stronger or weaker without being part of ligand or receptor,
/// as symbols of genes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cofactors {
    /// Soluble helpers.
    pub agonists: Vec<String>,
    /// Soluble opponents.
    pub antagonists: Vec<String>,
    /// Further receptors of the cell that help.
    pub stimulating_receptors: Vec<String>,
    /// Further receptors of the cell that hinder.
    pub inhibiting_receptors: Vec<String>,
}

impl Cofactors {
    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.agonists.is_empty()
            && self.antagonists.is_empty()
            && self.stimulating_receptors.is_empty()
            && self.inhibiting_receptors.is_empty()
    }

    /// All their symbols.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        let lists =
            [&self.agonists, &self.antagonists, &self.stimulating_receptors, &self.inhibiting_receptors];
        lists.into_iter().flatten().map(String::as_str)
    }
}

/// A ligand that binds a receptor. In resources that know adhesion as well, the two may stand in any
/// order; there `ligand` is the partner that is named first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// The resource's name of it.
    pub id: String,
    /// The place of the ligand among the resource's partners.
    pub ligand: usize,
    /// The place of the receptor among the resource's partners.
    pub receptor: usize,
    /// Where it is recorded: articles, databases.
    pub source: Option<String>,
    /// What acts on what, in the resource's words: `Ligand-Receptor`, `Adhesion-Adhesion`.
    pub directionality: Option<String>,
    /// What kind of signal it is, in the resource's words.
    pub classification: Option<String>,
    /// How it came into the resource, in its words.
    pub strategy: Option<String>,
    /// What helps and what hinders it.
    pub cofactors: Cofactors,
}
