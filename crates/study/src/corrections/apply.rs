use super::Change;
use lca_graph::{Interaction, MolecularNetwork, Tracks};
use lca_tables::{AnnData, Categorical, Column, TableError};
use lca_track::Corrections;
use std::collections::BTreeSet;

/// Tracks as corrected.
///
/// # Errors
/// Which correction does not fit the tracks, and why.
pub(crate) fn tracks(changes: &[Change], tracks: &Tracks) -> Result<Tracks, String> {
    let mut corrected = tracks.clone();
    for line in changes.iter().filter_map(Change::line) {
        let one: Corrections =
            line.parse().map_err(|why: lca_track::CorrectionError| why.fault.to_string())?;
        corrected = one.apply(&corrected).map_err(|why| format!("`{line}`: {}", why.fault))?;
    }
    Ok(corrected)
}

/// States of cells as corrected; none where nothing is.
///
/// # Errors
/// When a column cannot be set.
pub(crate) fn states(changes: &[Change], cells: &AnnData) -> Result<Option<AnnData>, TableError> {
    let mut corrected: Option<AnnData> = None;
    for change in changes {
        let Change::Relabel { column, from, to } = change else { continue };
        let cells = corrected.get_or_insert_with(|| cells.clone());
        let Ok(Column::Categorical(old)) = cells.obs.column(column) else { continue };
        let renamed = Column::Categorical(renamed(old, from, to));
        cells.obs.set(column, renamed)?;
    }
    Ok(corrected)
}

/// Categories keep their order; one renamed to another joins it where that stands.
fn renamed(old: &Categorical, from: &str, to: &str) -> Categorical {
    let name = |category: &String| if category == from { to.to_owned() } else { category.clone() };
    let mut categories: Vec<String> = Vec::new();
    for category in old.categories.iter().map(name) {
        if !categories.contains(&category) {
            categories.push(category);
        }
    }
    let code = |code: &u32| {
        let category = name(old.categories.get(*code as usize)?);
        categories.iter().position(|known| *known == category).map(|at| at as u32)
    };
    let codes = old.codes.iter().map(|old| old.as_ref().and_then(code)).collect();
    Categorical { codes, categories, ordered: old.ordered }
}

/// The names of states in a column.
pub(super) fn names(column: Option<&Column>) -> Vec<String> {
    match column {
        Some(Column::Categorical(states)) => states.categories.clone(),
        _ => Vec::new(),
    }
}

/// A network without its rejected edges.
pub(super) fn edges(changes: &[Change], network: &MolecularNetwork) -> MolecularNetwork {
    let mut rejected: BTreeSet<(&str, &str)> = BTreeSet::new();
    for change in changes {
        match change {
            Change::RejectEdge { source, target } => {
                drop(rejected.insert((source.as_str(), target.as_str())))
            }
            Change::AcceptEdge { source, target } => {
                drop(rejected.remove(&(source.as_str(), target.as_str())))
            }
            _ => {}
        }
    }
    let name = |at: usize| network.molecules()[at].id.as_str();
    let kept = |edge: &&Interaction| !rejected.contains(&(name(edge.source), name(edge.target)));
    let mut left = MolecularNetwork::default();
    network.molecules().iter().for_each(|one| drop(left.molecule(one.clone())));
    network.interactions().iter().filter(kept).for_each(|one| drop(left.interaction(one.clone())));
    left
}
