//! From signed interactions to a list of reactions.

mod entry;
mod gather;

use super::names::{Names, identifier};
use crate::NetworkError;
use gather::{Regulated, gather};
use lca_graph::{Layer, MolecularNetwork, Molecule};
use lca_kinetics::sketch::{Logic, Sketch};

/// How a protein is activated where the network does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Activation {
    /// It has two forms: activators phosphorylate it, inhibitors dephosphorylate it.
    #[default]
    Cycle,
    /// Activators make it by Hill functions, and it decays.
    Hill,
}

/// By which templates a network becomes reactions.
#[derive(Debug, Clone, Copy, Default)]
pub struct SkeletonOptions {
    /// How proteins are activated.
    pub activation: Activation,
    /// How several activators of one molecule combine in a Hill function.
    pub logic: Logic,
}

/// A list of reactions made of a network, and what of the network is not in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Skeleton {
    /// The list.
    pub sketch: Sketch,
    /// Each interaction that is left out, with the reason.
    pub left_out: Vec<String>,
}

/// Turns each molecule that others regulate into reactions.
///
/// - Genes and transcripts, metabolites and what has no layer: `Vmax` times the Hill functions of
///   activators (product, or logic sum, as chosen) over `Π (1 + (I / Ki)^n)` of inhibitors, and decay.
/// - Proteins, complexes and phospho-sites: under [`Activation::Cycle`] two forms, `X` and `pX`; each
///   activator phosphorylates, each inhibitor dephosphorylates, and `pX` also returns by itself. What
///   acts on others is `pX`. Under [`Activation::Hill`] as transcripts.
/// - A protein of which a transcript or gene is the source is translated from it, and decays.
/// - A metabolite is made by the enzymes that act positively on it and taken by those that act negatively.
/// - What nothing regulates keeps its amount, 1, which conditions may set.
///
/// Interactions of dual or unknown sign, and those of reactions and cell types, are left out and told.
///
/// # Errors
/// When nothing is left.
pub fn skeleton(network: &MolecularNetwork, options: SkeletonOptions) -> Result<Skeleton, NetworkError> {
    let mut names = Names::default();
    let molecules = network.molecules();
    let ids: Vec<String> = molecules.iter().map(|one| names.free(species(network, one))).collect();
    let (regulated, left_out) = gather(network);
    if regulated.iter().all(Regulated::is_free) {
        return Err(NetworkError::TooFew {
            what: "interactions of positive or negative sign between molecules",
            found: 0,
            needed: 1,
            instead: "give the signs, for example `MEK activates ERK` in SIF",
        });
    }
    let forms = entry::forms(network, &regulated, &ids, options, &mut names);
    let mut sketch = Sketch::default();
    for (at, one) in regulated.iter().enumerate() {
        entry::take(&mut sketch, network, at, one, &forms, options);
    }
    Ok(Skeleton { sketch, left_out })
}

/// The name of a molecule in the model; where several layers have one of its identifier, all but the protein
/// are called after their layer too: `FOS_transcript`.
fn species(network: &MolecularNetwork, molecule: &Molecule) -> String {
    let id = symbol(&molecule.id);
    if molecule.layer == Layer::Protein || network.places(&molecule.id).len() == 1 {
        return id;
    }
    identifier(&format!("{id}_{}", molecule.layer))
}

/// An identifier of a species that formulas take for no number.
fn symbol(text: &str) -> String {
    let id = identifier(text);
    if lca_kinetics::parse_math(&id) == Ok(lca_kinetics::Expr::symbol(&id)) { id } else { format!("{id}_") }
}
