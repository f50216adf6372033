use super::Change;
use crate::{Record, StudyError};
use lca_core::{Digest, Hasher};

/// What a correction of an element is made on, as a hash. For links it is what the tracks were made from, which
/// holds the labels that name the cells; for states also how the step found them, which numbers them.
///
/// # Errors
/// When the record's parameters are not JSON.
pub(super) fn of(record: &Record, change: &Change) -> Result<Digest, StudyError> {
    let mut hasher = Hasher::new();
    for (port, inputs) in &record.inputs {
        hasher.part(port.as_bytes());
        inputs.iter().for_each(|input| drop(hasher.part(input.key.as_str().as_bytes())));
    }
    if matches!(change, Change::Relabel { .. }) {
        let how = (&record.kind, record.version, &record.params, record.seed);
        let failed = |cause| StudyError::Record { step: record.step.to_string(), cause };
        hasher.part(&serde_json::to_vec(&how).map_err(failed)?);
    }
    Ok(hasher.finish())
}
