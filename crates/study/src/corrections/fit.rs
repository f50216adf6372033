use super::journal::refused;
use super::{Change, Standing, apply, basis};
use crate::engine::logged;
use crate::{Record, StudyError};
use lca_core::{Digest, ElementKind, ElementPath};
use lca_graph::Tracks;
use lca_store::Atlas;
use std::collections::BTreeSet;

/// The element that a correction must be applied to, where it fits what the atlas holds now: the same, but that
/// states of a joined table are those of the step that found them. With it what the correction is made on; none for
/// networks, from which edges are left out on reading.
///
/// # Errors
/// [`StudyError::Correction`] where it does not fit.
pub(super) fn fitting(
    atlas: &Atlas,
    element: &ElementPath,
    change: &Change,
) -> Result<(ElementPath, Option<Digest>), StudyError> {
    if !atlas.contains(element) {
        return Err(refused(format!("there is no {element}"), "name an element that `lca ls` lists"));
    }
    let found = match (element.kind(), change) {
        (ElementKind::Tracks, link) if link.line().is_some() => {
            corrects_tracks(atlas, element, link)?;
            element.clone()
        }
        (ElementKind::Table | ElementKind::Part, Change::Relabel { column, from, to }) => {
            if to.trim().is_empty() {
                return Err(refused("a state without a name".to_owned(), "give it one"));
            }
            if from == to {
                return Err(refused(format!("`{from}` has that name already"), "give another"));
            }
            let found = origin(atlas, element, column)?;
            has_state(atlas, &found, column, from)?;
            found
        }
        (
            ElementKind::Network,
            Change::AcceptEdge { source, target } | Change::RejectEdge { source, target },
        ) => {
            has_edge(atlas, element, source, target)?;
            return Ok((element.clone(), None));
        }
        (_, change) => {
            let what = format!("`{change}` does not go with {element}");
            return Err(refused(
                what,
                "links go with tracks, names of states with cells, edges with networks",
            ));
        }
    };
    let basis = basis::of(&maker(atlas, &found)?, change)?;
    Ok((found, Some(basis)))
}

/// Whether a correction can be applied to tracks, and makes them others: those the atlas holds, with what was
/// corrected since they were made.
fn corrects_tracks(atlas: &Atlas, element: &ElementPath, link: &Change) -> Result<(), StudyError> {
    let applied = maker(atlas, element)?.corrections;
    let standing = Standing::of(atlas)?.changes(element);
    // Where some of the applied were taken back, what the tracks will be is known only after the next run.
    let waiting = standing.strip_prefix(applied.as_slice()).unwrap_or_default();
    let corrected = |changes: &[Change], tracks: &Tracks| {
        apply::tracks(changes, tracks)
            .map_err(|why| refused(format!("{element}: {why}"), "name cells by frame and label as they are"))
    };
    let before = corrected(waiting, &atlas.read_tracks(element)?)?;
    // Who accepts a link that is there says that it is right.
    let after = corrected(std::slice::from_ref(link), &before)?;
    if after == before && !matches!(link, Change::AcceptLink { .. }) {
        let what =
            format!("`{link}` changes nothing: the tracks are so already, or will be by earlier corrections");
        return Err(refused(what, "look at the tracks there, and say what is to be otherwise"));
    }
    Ok(())
}

/// The record of the step that made an element.
fn maker(atlas: &Atlas, element: &ElementPath) -> Result<Record, StudyError> {
    let mut records = logged(atlas)?.into_values().map(|one| one.record);
    let made = records.find(|record| record.outputs.values().any(|path| path == element));
    let help = "run a study that makes it";
    made.ok_or_else(|| refused(format!("no step of a study made {element}: nothing would correct it"), help))
}

fn has_edge(atlas: &Atlas, element: &ElementPath, source: &str, target: &str) -> Result<(), StudyError> {
    let network = atlas.read_network(element)?;
    let name = |at: usize| network.molecules()[at].id.as_str();
    let mut edges = network.interactions().iter();
    if edges.any(|edge| name(edge.source) == source && name(edge.target) == target) {
        return Ok(());
    }
    Err(refused(format!("{element} has no edge from {source} to {target}"), "name an edge it has"))
}

/// The part that holds a column of a table: of all the steps the table came from, the last that gave it.
fn origin(atlas: &Atlas, element: &ElementPath, column: &str) -> Result<ElementPath, StudyError> {
    let records = logged(atlas)?;
    let maker = records.values().find(|one| one.record.outputs.values().any(|path| path == element));
    let mut level: Vec<&str> = maker.map(|one| one.record.step.as_str()).into_iter().collect();
    let mut seen = BTreeSet::new();
    while !level.is_empty() {
        for step in level.iter().filter_map(|step| records.get(*step)) {
            for part in step.record.outputs.values().filter(|path| path.kind() == ElementKind::Part) {
                if atlas.contains(part) && holds(atlas, part, column)? {
                    return Ok(part.clone());
                }
            }
        }
        let above = level.iter().filter_map(|step| records.get(*step));
        let above =
            above.flat_map(|one| one.record.inputs.values().flatten().map(|input| input.step.as_str()));
        level = above.filter(|step| seen.insert(*step)).collect();
    }
    let help = "name a column that a step of the study found, such as `leiden`";
    Err(refused(format!("no step that {element} came from found a column `{column}` of cells"), help))
}

fn holds(atlas: &Atlas, part: &ElementPath, column: &str) -> Result<bool, StudyError> {
    Ok(atlas.table_outline(part)?.columns.iter().any(|(name, _)| name == column))
}

fn has_state(atlas: &Atlas, part: &ElementPath, column: &str, state: &str) -> Result<(), StudyError> {
    let states = apply::names(atlas.open_table(part)?.table.obs.column(column).ok());
    // What is corrected already has the new name in the atlas once the study ran, and the old one before.
    let named =
        |one: &Change| matches!(one, Change::Relabel { column: of, to, .. } if of == column && to == state);
    let later = Standing::of(atlas)?.on(part).iter().any(|one| named(&one.change));
    if later || states.iter().any(|name| name == state) {
        return Ok(());
    }
    let what = format!("`{column}` has no state `{state}`; it has: {}", states.join(", "));
    Err(refused(what, "name one of these"))
}
