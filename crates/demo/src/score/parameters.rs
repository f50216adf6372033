use super::json;
use crate::DemoError;
use crate::bulk::SPROUTY_SCALE;
use crate::truth::KINETICS;
use lca_store::Atlas;
use serde::{Deserialize, Serialize};

/// A parameter's estimate held against its truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParameterScore {
    /// The parameter.
    pub parameter: String,
    /// Its true value.
    pub truth: f64,
    /// The best estimate.
    pub estimate: f64,
    /// The 90 % interval by profile likelihood; an end that is none lies beyond the bounds.
    pub interval: [Option<f64>; 2],
    /// Whether the study calls it identifiable.
    pub identifiable: bool,
    /// Whether the interval holds the truth.
    pub inside: bool,
}

/// What of a stored profile is needed here. All parameters are on log10 scale.
#[derive(Deserialize)]
struct Profile {
    parameter: String,
    best: f64,
    lower: Option<f64>,
    upper: Option<f64>,
}

/// Scores each parameter whose truth is one number: rate constants and the scale of the ELISA. (The
/// reporter's optical parameters and the errors' sizes are of the assays, not of the cells.)
pub(super) fn score(atlas: &Atlas) -> Result<Vec<ParameterScore>, DemoError> {
    let profiles: Vec<Profile> = json(atlas, "profiles", "profiles.json")?;
    let truths = KINETICS.iter().map(|one| (one.id, one.truth)).chain([("scale_sprouty", SPROUTY_SCALE)]);
    let score = |(id, truth): (&str, f64)| {
        let profile = profiles.iter().find(|profile| profile.parameter == id)?;
        let value = |scaled: f64| 10f64.powf(scaled);
        let (lower, upper) = (profile.lower.map(value), profile.upper.map(value));
        Some(ParameterScore {
            parameter: id.to_owned(),
            truth,
            estimate: value(profile.best),
            interval: [lower, upper],
            identifiable: lower.is_some() && upper.is_some(),
            inside: lower.is_none_or(|lower| lower <= truth) && upper.is_none_or(|upper| truth <= upper),
        })
    };
    Ok(truths.filter_map(score).collect())
}
