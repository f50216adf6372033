use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Several networks as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// All molecules and interactions. Those with the same ends, sign and kind are there once, with the
    /// evidence of all.
    pub network: MolecularNetwork,
    /// Where the sign of an interaction is in dispute, in the order of the molecules.
    pub conflicts: Vec<SignConflict>,
    /// How many molecules are in more than one network.
    pub shared_molecules: usize,
    /// How many pairs of molecules act on each other, the one on the other, in more than one network.
    pub shared_pairs: usize,
}

/// Two molecules of which one activates the other by some networks and inhibits it by others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignConflict {
    /// The place of the molecule that acts.
    pub source: usize,
    /// The place of the molecule that is acted on.
    pub target: usize,
    /// The names of the networks by which it activates.
    pub positive: Vec<String>,
    /// The names of the networks by which it inhibits.
    pub negative: Vec<String>,
}

/// Which networks say what of a pair.
type Said<'n> = BTreeMap<(usize, usize), Vec<(&'n str, Sign)>>;

/// Merges named networks. An interaction without evidence has its network for evidence. A molecule whose
/// layer is not stated is that of the same identifier in the one layer in which any of the networks has
/// it; where there are several, it stays apart.
///
/// ```
/// use lca_graph::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
/// let with = |layer, sign| {
///     let mut network = MolecularNetwork::default();
///     let [mek, erk] = ["MEK", "ERK"].map(|id| network.molecule(Molecule::new(id, layer)));
///     network.interaction(Interaction::new(mek, erk, sign));
///     network
/// };
/// let (one, other) = (with(Layer::Protein, Sign::Positive), with(Layer::Unstated, Sign::Negative));
/// let merged = lca_network::merge(&[("one", &one), ("other", &other)]);
/// assert_eq!((merged.network.molecules().len(), merged.network.interactions().len()), (2, 2));
/// assert_eq!(merged.conflicts[0].negative, ["other"]);
/// ```
#[must_use]
pub fn merge(networks: &[(&str, &MolecularNetwork)]) -> Merged {
    let layers = stated_layers(networks);
    let mut whole = MolecularNetwork::default();
    let mut said = Said::new();
    let mut holders: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (number, (name, network)) in networks.iter().enumerate() {
        let place = |one: &Molecule| whole.molecule(placed(one, &layers));
        let places: Vec<usize> = network.molecules().iter().map(place).collect();
        places.iter().for_each(|place| {
            holders.entry(*place).or_default().insert(number);
        });
        for one in network.interactions() {
            let (source, target) = (places[one.source], places[one.target]);
            said.entry((source, target)).or_default().push((name, one.sign));
            let mut one = Interaction { source, target, ..one.clone() };
            if one.evidence.is_empty() {
                one.evidence.push(Evidence { source: Some((*name).to_owned()), ..Evidence::default() });
            }
            whole.interaction(one);
        }
    }
    Merged {
        network: whole,
        conflicts: said.iter().filter_map(|(pair, said)| conflict(*pair, said)).collect(),
        shared_molecules: holders.values().filter(|holders| holders.len() > 1).count(),
        shared_pairs: said.values().filter(|said| said.iter().any(|(name, _)| *name != said[0].0)).count(),
    }
}

/// The layer of each identifier that is in one layer only, those not stated aside.
fn stated_layers<'n>(networks: &[(&str, &'n MolecularNetwork)]) -> HashMap<&'n str, Layer> {
    let mut layers: HashMap<&str, BTreeSet<Layer>> = HashMap::new();
    for molecule in networks.iter().flat_map(|(_, network)| network.molecules()) {
        if molecule.layer != Layer::Unstated {
            layers.entry(&molecule.id).or_default().insert(molecule.layer);
        }
    }
    let only = |(id, layers): (&'n str, BTreeSet<Layer>)| {
        layers.first().filter(|_| layers.len() == 1).map(|layer| (id, *layer))
    };
    layers.into_iter().filter_map(only).collect()
}

fn placed(molecule: &Molecule, layers: &HashMap<&str, Layer>) -> Molecule {
    let known = layers.get(molecule.id.as_str()).filter(|_| molecule.layer == Layer::Unstated);
    Molecule { layer: known.copied().unwrap_or(molecule.layer), ..molecule.clone() }
}

fn conflict((source, target): (usize, usize), said: &[(&str, Sign)]) -> Option<SignConflict> {
    let by = |sign: Sign| {
        let names: BTreeSet<&str> =
            said.iter().filter(|(_, is)| *is == sign).map(|(name, _)| *name).collect();
        names.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let (positive, negative) = (by(Sign::Positive), by(Sign::Negative));
    let disputed = !positive.is_empty() && !negative.is_empty();
    disputed.then_some(SignConflict { source, target, positive, negative })
}
