//! What people correct by hand: kept as a journal in the atlas, applied whenever the step that made an element
//! runs anew.

pub(crate) mod apply;
mod basis;
mod change;
mod fit;
mod journal;

pub use change::Change;
pub use journal::{Correction, correct, corrections, redo, undo};

use crate::{Record, StepError, StudyError};
use lca_core::ElementPath;
use lca_graph::{Interaction, MolecularNetwork};
use lca_store::Atlas;
use std::collections::BTreeMap;

/// The corrections that hold, of each element in their order.
#[derive(Debug, Default)]
pub(crate) struct Standing(BTreeMap<ElementPath, Vec<Correction>>);

impl Standing {
    /// Those of an atlas.
    pub(crate) fn of(atlas: &Atlas) -> Result<Self, StudyError> {
        let mut all: BTreeMap<ElementPath, Vec<Correction>> = BTreeMap::new();
        for one in corrections(atlas)?.into_iter().filter(Correction::holds) {
            all.entry(one.element.clone()).or_default().push(one);
        }
        Ok(Self(all))
    }

    /// Those of one element.
    pub(crate) fn on(&self, element: &ElementPath) -> &[Correction] {
        self.0.get(element).map_or(&[], Vec::as_slice)
    }

    /// What is to be otherwise in one element.
    pub(crate) fn changes(&self, element: &ElementPath) -> Vec<Change> {
        self.on(element).iter().map(|one| one.change.clone()).collect()
    }

    /// Whether all corrections of what a step makes were made on what it is about to make.
    ///
    /// # Errors
    /// [`StepError::Unfit`] names the first that was not.
    pub(crate) fn fit(&self, record: &Record) -> Result<(), StepError> {
        for element in record.outputs.values() {
            for one in self.on(element) {
                let basis = basis::of(record, &one.change).map_err(|why| StepError::Room(Box::new(why)))?;
                if one.basis.as_ref() != Some(&basis) {
                    let Correction { id, author, change, .. } = one;
                    let what = format!(
                        "correction {id} (`{change}`, by {author}) was made on another result than this step now takes"
                    );
                    let help = format!(
                        "take it back, run, see whether it still holds, and make it hold again: lca corrections ATLAS --undo {id}, then --redo {id}"
                    );
                    return Err(StepError::unfit(what, help));
                }
            }
        }
        Ok(())
    }
}

/// What people say of a network's edges, by the molecules at their ends: whether they are right.
#[must_use]
pub fn verdicts<'a>(said: &'a [Correction], network: &ElementPath) -> BTreeMap<(&'a str, &'a str), bool> {
    let mut verdicts = BTreeMap::new();
    for one in said.iter().filter(|one| one.holds() && one.element == *network) {
        match &one.change {
            Change::AcceptEdge { source, target } => {
                verdicts.insert((source.as_str(), target.as_str()), true)
            }
            Change::RejectEdge { source, target } => {
                verdicts.insert((source.as_str(), target.as_str()), false)
            }
            _ => None,
        };
    }
    verdicts
}

/// A network without the edges that people rejected.
///
/// # Errors
/// When the journal cannot be read.
pub fn without_rejected(
    atlas: &Atlas,
    element: &ElementPath,
    network: &MolecularNetwork,
) -> Result<MolecularNetwork, StudyError> {
    let said = corrections(atlas)?;
    let verdicts = verdicts(&said, element);
    let name = |at: usize| network.molecules()[at].id.as_str();
    let kept = |edge: &&Interaction| verdicts.get(&(name(edge.source), name(edge.target))) != Some(&false);
    let mut left = MolecularNetwork::default();
    for molecule in network.molecules() {
        left.molecule(molecule.clone());
    }
    for interaction in network.interactions().iter().filter(kept) {
        left.interaction(interaction.clone());
    }
    Ok(left)
}
