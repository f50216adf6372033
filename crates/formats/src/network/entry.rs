use lca_graph::{Interaction, MolecularNetwork, Molecule};

/// A network as it is read, with a count of what the file states.
#[derive(Debug, Default)]
pub(super) struct Entries {
    network: MolecularNetwork,
    /// How many interactions the file states.
    stated: usize,
}

impl Entries {
    /// Takes in a molecule. A name that only repeats the identifier is none.
    pub(super) fn molecule(&mut self, mut molecule: Molecule) -> usize {
        molecule.name = molecule.name.filter(|name| *name != molecule.id);
        self.network.molecule(molecule)
    }

    /// Takes in an interaction between molecules that [`Self::molecule`] gave the places of.
    pub(super) fn interaction(&mut self, interaction: Interaction) {
        self.stated += 1;
        self.network.interaction(interaction);
    }

    /// An interaction without direction: each acts on the other, which counts as one entry.
    pub(super) fn mutual(&mut self, interaction: Interaction) {
        if interaction.source != interaction.target {
            let (source, target) = (interaction.target, interaction.source);
            self.network.interaction(Interaction { source, target, ..interaction.clone() });
        }
        self.interaction(interaction);
    }

    /// How many interactions were stated so far.
    pub(super) const fn stated(&self) -> usize {
        self.stated
    }

    /// How many interactions there are so far.
    pub(super) fn interactions(&self) -> usize {
        self.network.interactions().len()
    }

    /// The network and how many interactions the file states.
    pub(super) fn done(self) -> (MolecularNetwork, usize) {
        (self.network, self.stated)
    }
}
