use super::{Evidence, Interaction, Layer, Molecule, Sign};
use std::collections::HashMap;

/// Molecules of all layers and the directed, signed interactions among them.
///
/// ```
/// use lca_graph::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
/// let mut network = MolecularNetwork::default();
/// let mek = network.molecule(Molecule::new("MEK", Layer::Protein));
/// let erk = network.molecule(Molecule::new("ERK", Layer::Protein));
/// network.interaction(Interaction::new(mek, erk, Sign::Positive));
/// network.interaction(Interaction::new(mek, erk, Sign::Positive));
/// assert_eq!((network.molecules().len(), network.interactions().len()), (2, 1));
/// assert_eq!(network.place(Layer::Protein, "ERK"), Some(erk));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MolecularNetwork {
    molecules: Vec<Molecule>,
    interactions: Vec<Interaction>,
    places: HashMap<(Layer, String), usize>,
    known: HashMap<(usize, usize, Sign, Option<String>), usize>,
}

impl MolecularNetwork {
    /// The molecules, in the order in which they came.
    #[must_use]
    pub fn molecules(&self) -> &[Molecule] {
        &self.molecules
    }

    /// The interactions, in the order in which they came.
    #[must_use]
    pub fn interactions(&self) -> &[Interaction] {
        &self.interactions
    }

    /// Where a molecule stands.
    #[must_use]
    pub fn place(&self, layer: Layer, id: &str) -> Option<usize> {
        self.places.get(&(layer, id.to_owned())).copied()
    }

    /// Where molecules of this identifier stand, in whichever layer, lowest layer first.
    #[must_use]
    pub fn places(&self, id: &str) -> Vec<usize> {
        Layer::ALL.into_iter().filter_map(|layer| self.place(layer, id)).collect()
    }

    /// Takes a molecule in, unless it is there already, and says where it stands. A name is kept
    /// from whoever gave one first.
    pub fn molecule(&mut self, molecule: Molecule) -> usize {
        let next = self.molecules.len();
        let place = *self.places.entry((molecule.layer, molecule.id.clone())).or_insert(next);
        match self.molecules.get_mut(place) {
            Some(there) if there.name.is_none() => there.name = molecule.name,
            Some(_) => {}
            None => self.molecules.push(molecule),
        }
        place
    }

    /// Takes an interaction in and says where it stands. One with the same ends, sign and kind is
    /// there once and gathers the evidence of all.
    ///
    /// # Panics
    /// When an end is no place of a molecule of this network: ends come from
    /// [`MolecularNetwork::molecule`].
    pub fn interaction(&mut self, interaction: Interaction) -> usize {
        let count = self.molecules.len();
        assert!(interaction.source < count && interaction.target < count, "an end is no molecule");
        let key = (interaction.source, interaction.target, interaction.sign, interaction.kind.clone());
        let next = self.interactions.len();
        let place = *self.known.entry(key).or_insert(next);
        match self.interactions.get_mut(place) {
            Some(there) => gather(&mut there.evidence, interaction.evidence),
            None => self.interactions.push(interaction),
        }
        place
    }
}

/// Adds what is new.
fn gather(evidence: &mut Vec<Evidence>, more: Vec<Evidence>) {
    for one in more {
        if !evidence.contains(&one) {
            evidence.push(one);
        }
    }
}
