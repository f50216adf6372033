use crate::step::What;
use crate::{Logged, StepError};
use lca_store::Atlas;

/// The condition of the assay that a step belongs to, as the registry in the atlas says; none where it says none.
///
/// # Errors
/// When the registry cannot be read.
pub fn condition_of(atlas: &Atlas, steps: &[Logged], step: &Logged) -> Result<Option<String>, StepError> {
    let Some(assay) = &step.record.assay else { return Ok(None) };
    let Some(place) = steps.iter().find_map(|one| one.record.outputs.get(&What::Assays)) else {
        return Ok(None);
    };
    let assays = atlas.read_frame(place)?;
    let Some(row) = assays.index().iter().position(|name| name == assay) else { return Ok(None) };
    let conditions = assays.column("condition")?.to_texts().unwrap_or_default();
    Ok(conditions.into_iter().nth(row).flatten())
}
