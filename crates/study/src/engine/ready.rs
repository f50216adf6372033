use super::key::Keyed;
use crate::StudyError;
use crate::record::Record;
use crate::study::Study;
use lca_store::Atlas;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the atlas' run log keeps of one step: the record, and apart from it what differs between
/// runs with the same result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Logged {
    /// The record.
    pub record: Record,
    /// When it began, ISO 8601.
    pub started: String,
    /// When it ended.
    pub ended: String,
}

/// The newest entry of the run log for each step, by the step's name.
///
/// # Errors
/// When the run log cannot be read, or holds a record that is not one.
pub fn logged(atlas: &Atlas) -> Result<BTreeMap<String, Logged>, StudyError> {
    let mut newest = BTreeMap::new();
    for run in atlas.runs()? {
        let Some(step) = run.record.pointer("/record/step").and_then(Value::as_str) else { continue };
        let step = step.to_owned();
        let logged: Logged = serde_json::from_value(run.record)
            .map_err(|cause| StudyError::Record { step: step.clone(), cause })?;
        newest.insert(step, logged);
    }
    Ok(newest)
}

/// Which steps need not be computed: their last result has the same key, and the atlas still holds
/// all of it.
pub(crate) fn ready(study: &Study, keys: &[Keyed], atlas: &Atlas) -> Result<Vec<bool>, StudyError> {
    let logged = logged(atlas)?;
    let made: BTreeMap<_, _> = atlas.elements().into_iter().map(|one| (one.path, one.run)).collect();
    let up_to_date = |(node, keyed): (&crate::study::Node, &Keyed)| {
        let Some(Logged { record, .. }) = logged.get(node.id.as_str()) else { return false };
        let whole = |path| made.get(path).is_some_and(|run| run == keyed.key.as_str());
        record.key == keyed.key && record.outputs.values().all(whole)
    };
    Ok(study.steps.iter().zip(keys).map(up_to_date).collect())
}
