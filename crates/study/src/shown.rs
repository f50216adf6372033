//! What an atlas tells of itself without the study it was made by: for those who look at it.

mod condition;
mod title;

use crate::engine::stations;
use crate::{Logged, Record, StudyError};
pub use condition::condition_of;
use lca_report::Station;
use lca_store::Atlas;
use serde_json::Value;
pub use title::{Title, title};

/// The steps that made the current elements of an atlas, in the order in which they were run.
///
/// # Errors
/// When the run log cannot be read, or holds a record that is not one.
pub fn current(atlas: &Atlas) -> Result<Vec<Logged>, StudyError> {
    let runs = atlas.current_runs()?.into_iter();
    // What commands put in alone is of no step.
    let steps = runs.filter_map(|run| {
        let step = run.record.pointer("/record/step").and_then(Value::as_str)?.to_owned();
        Some((step, run.record))
    });
    steps
        .map(|(step, record)| {
            serde_json::from_value(record).map_err(|cause| StudyError::Record { step, cause })
        })
        .collect()
}

/// The stations of the circle from measurement to model and back, as these steps went through it.
#[must_use]
pub fn circle(steps: &[Logged]) -> Vec<Station> {
    stations(&steps.iter().map(|step| &step.record).collect::<Vec<&Record>>())
}
