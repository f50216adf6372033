use super::{Binding, Partner};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// A resource of ligands and receptors: what there is and which binds which.
///
/// ```
/// use lca_graph::{LigandReceptor, Partner};
/// let mut resource = LigandReceptor::default();
/// let mif = resource.partner(Partner::of_symbols(&["MIF"]));
/// let receptor = resource.partner(Partner::of_symbols(&["CD74", "CXCR4"]));
/// resource.bind(mif, receptor);
/// assert_eq!(resource.symbols(), ["CD74", "CXCR4", "MIF"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LigandReceptor {
    /// Its name: `consensus`, `cellphonedb`.
    pub name: String,
    /// The ligands and receptors.
    pub partners: Vec<Partner>,
    /// Which binds which.
    pub bindings: Vec<Binding>,
    /// Other symbols that genes go by, each with the symbol that is used here.
    pub synonyms: BTreeMap<String, String>,
    /// Transcription factors that receptors are known to switch on, by the receptors' names.
    pub factors: BTreeMap<String, Vec<String>>,
}

impl LigandReceptor {
    /// Takes a partner in, unless one of its name is there already, and says where it stands.
    pub fn partner(&mut self, partner: Partner) -> usize {
        match self.partners.iter().position(|known| known.name == partner.name) {
            Some(place) => place,
            None => {
                self.partners.push(partner);
                self.partners.len() - 1
            }
        }
    }

    /// Takes in that one partner binds another, named after both.
    ///
    /// # Panics
    /// When a place is none of a partner: places come from [`LigandReceptor::partner`].
    pub fn bind(&mut self, ligand: usize, receptor: usize) {
        let id = format!("{}-{}", self.partners[ligand].name, self.partners[receptor].name);
        self.bindings.push(Binding { id, ligand, receptor, ..Binding::default() });
    }

    /// The symbols of all genes that take part, cofactors too, in order and without repeats.
    #[must_use]
    pub fn symbols(&self) -> Vec<&str> {
        let subunits = self.partners.iter().flat_map(|one| &one.subunits).map(|one| one.symbol.as_str());
        let cofactors = self.bindings.iter().flat_map(|one| one.cofactors.symbols());
        let mut all: Vec<&str> = subunits.chain(cofactors).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The symbols that each accession stands for; symbols and synonyms stand for themselves.
    #[must_use]
    pub fn names(&self) -> HashMap<&str, &str> {
        let mut names: HashMap<&str, &str> =
            self.synonyms.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        for subunit in self.partners.iter().flat_map(|one| &one.subunits) {
            names.extend(subunit.accessions.iter().map(|one| (one.as_str(), subunit.symbol.as_str())));
        }
        names.extend(self.symbols().into_iter().map(|symbol| (symbol, symbol)));
        names
    }
}
