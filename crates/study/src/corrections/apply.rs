use super::Change;
use lca_graph::Tracks;
use lca_tables::{AnnData, Categorical, Column, TableError};
use lca_track::{CorrectionError, Corrections};

/// Tracks as corrected.
///
/// # Errors
/// Which correction does not fit the tracks, and why.
pub(crate) fn tracks(changes: &[Change], tracks: &Tracks) -> Result<Tracks, String> {
    let lines: Vec<String> = changes.iter().filter_map(Change::line).collect();
    let told = |why: CorrectionError| match lines.get(why.line.saturating_sub(1)) {
        Some(line) => format!("`{line}`: {}", why.fault),
        None => why.fault.to_string(),
    };
    lines.join("\n").parse::<Corrections>().and_then(|all| all.apply(tracks)).map_err(told)
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
