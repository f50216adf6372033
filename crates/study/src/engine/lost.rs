use crate::StepError;
use crate::site::Places;
use crate::study::Study;
use lca_core::ElementPath;
use lca_store::{Atlas, StoreError};
use std::error::Error;
use std::path::Path;

/// Where manifests lie: one for each element's folder.
const CHECKSUMS: &str = "lca/checksums/";

/// An error with the command that mends it, where its reason is an element that a step of the study made
/// and that is missing or damaged.
pub(super) fn lost(study: &Study, atlas: &Atlas, places: &Places, cause: StepError) -> StepError {
    let StepError::Room(error) = &cause else { return cause };
    let Some((element, what)) = store_error(error.as_ref()).and_then(|error| element(atlas, error)) else {
        return cause;
    };
    let made = places.iter().position(|own| own.values().any(|path| *path == element));
    match made.and_then(|at| study.steps.get(at)) {
        Some(node) => StepError::Lost { what, study: study.path.clone(), step: node.id.to_string() },
        None => cause,
    }
}

/// What the store said, in the error or behind it.
fn store_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a StoreError> {
    let mut error = Some(error);
    while let Some(this) = error {
        if let Some(store) = this.downcast_ref() {
            return Some(store);
        }
        error = this.source();
    }
    None
}

/// The element that cannot be read, and why, without what the store says in general of how to mend it.
fn element(atlas: &Atlas, error: &StoreError) -> Option<(ElementPath, String)> {
    let (path, what) = match error {
        StoreError::NoElement { element, .. } => {
            return Some((element.clone(), format!("`{element}` is not in the atlas")));
        }
        StoreError::Damaged { path, problem } => (path, format!("{path}: {problem}")),
        StoreError::Format { path, problem } => (path, format!("{path}: {problem}; the file is damaged")),
        StoreError::Read { path, .. } | StoreError::Table { path, .. } | StoreError::Tracks { path, .. } => {
            (path, error.to_string())
        }
        _ => return None,
    };
    Some((at(atlas, path)?, what))
}

/// The element whose folder holds a path; the innermost, as labels lie within their movie.
fn at(atlas: &Atlas, path: &str) -> Option<ElementPath> {
    let within = Path::new(path).strip_prefix(atlas.path()).ok()?;
    let listed = within.strip_prefix(CHECKSUMS).map(|within| within.with_extension(""));
    let within = listed.unwrap_or_else(|_| within.to_owned());
    let holding = atlas.elements().into_iter().filter(|one| within.starts_with(&one.folder));
    holding.max_by_key(|one| one.folder.len()).map(|one| one.path)
}
