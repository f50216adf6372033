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
    let Some(element) = element(atlas, error.as_ref()) else { return cause };
    let made = places.iter().position(|own| own.values().any(|path| *path == element));
    match made.and_then(|at| study.steps.get(at)) {
        Some(node) => {
            StepError::Lost { cause: Box::new(cause), study: study.path.clone(), step: node.id.to_string() }
        }
        None => cause,
    }
}

/// The element that cannot be read, where the store says so in the error or behind it.
fn element(atlas: &Atlas, error: &(dyn Error + 'static)) -> Option<ElementPath> {
    let mut error = Some(error);
    while let Some(this) = error {
        match this.downcast_ref::<StoreError>() {
            Some(StoreError::NoElement { element, .. }) => return Some(element.clone()),
            Some(
                StoreError::Read { path, .. }
                | StoreError::Format { path, .. }
                | StoreError::Damaged { path, .. }
                | StoreError::Table { path, .. }
                | StoreError::Tracks { path, .. },
            ) => return at(atlas, path),
            _ => error = this.source(),
        }
    }
    None
}

/// The element whose folder holds a path; the innermost, as labels lie within their movie.
fn at(atlas: &Atlas, path: &str) -> Option<ElementPath> {
    let within = Path::new(path).strip_prefix(atlas.path()).ok()?;
    let listed = within.strip_prefix(CHECKSUMS).map(|within| within.with_extension(""));
    let within = listed.unwrap_or_else(|_| within.to_owned());
    let holding = atlas.elements().into_iter().filter(|one| within.starts_with(&one.folder));
    holding.max_by_key(|one| one.folder.len()).map(|one| one.path)
}
