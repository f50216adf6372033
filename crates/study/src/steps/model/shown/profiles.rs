use super::kin::Kin;
use super::{ProfileShown, finite};
use crate::step::What;
use crate::steps::model::profiles::{StoredProfile, threshold};
use crate::{Logged, StepError};

/// The profiles of a step.
pub(super) fn profiles(kin: &Kin<'_>, step: &Logged) -> Result<Vec<ProfileShown>, StepError> {
    let stored: Vec<StoredProfile> = kin.json(step, What::Profiles)?;
    let confidence = step.record.params.get("confidence").and_then(serde_json::Value::as_f64);
    let missing = || StepError::unfit("the profiles do not tell their confidence", "run that step again");
    let threshold = threshold(confidence.ok_or_else(missing)?);
    let shown = |one: StoredProfile| ProfileShown {
        step: step.record.step.to_string(),
        parameter: one.parameter,
        scale: one.scale,
        best: one.best,
        values: one.points.iter().map(|(value, _)| *value).collect(),
        costs: one.points.iter().map(|(_, cost)| finite(*cost)).collect(),
        threshold,
        interval: [one.lower, one.upper],
        verdict: one.verdict,
    };
    Ok(stored.into_iter().map(shown).collect())
}
