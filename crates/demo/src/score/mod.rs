//! Each stage of the circle held against the truth, after the study has ended.

mod lineage;
mod parameters;
mod prediction;
mod section;
mod states;
mod tracking;

pub use parameters::ParameterScore;
pub use prediction::{ObservableScore, PredictionScore};
pub use states::StateScore;
pub use tracking::TrackingScore;

pub(crate) use lineage::{TrueLineage, true_lineage};
pub(crate) use section::section;

use crate::files::Experiment;
use crate::{DemoError, DemoOptions};
use lca_store::Atlas;
use serde::Serialize;

/// How each stage met the truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DemoScores {
    /// Tracking of each movie.
    pub tracking: Vec<TrackingScore>,
    /// Harmonic mean of precision and recall of links, over all movies' links together.
    pub link_f1: f64,
    /// The same of divisions.
    pub division_f1: f64,
    /// Cell states and their markers.
    pub states: StateScore,
    /// Each parameter whose truth is known.
    pub parameters: Vec<ParameterScore>,
    /// Parameters called identifiable.
    pub identifiable: usize,
    /// The share of these whose 90 % interval holds the truth.
    pub identifiable_inside: f64,
    /// The perturbation kept back.
    pub prediction: PredictionScore,
}

/// Scores the atlas of a finished study.
///
/// # Errors
/// When the atlas lacks what the study should have made.
pub(crate) fn scores(
    options: &DemoOptions,
    experiment: &Experiment,
    atlas: &Atlas,
) -> Result<DemoScores, DemoError> {
    let tracking = tracking::score(options, &experiment.films, atlas)?;
    let parameters = parameters::score(atlas)?;
    let called: Vec<&ParameterScore> = parameters.iter().filter(|one| one.identifiable).collect();
    let inside = called.iter().filter(|one| one.inside).count();
    Ok(DemoScores {
        link_f1: tracking::link_f1(&tracking),
        division_f1: tracking::division_f1(&tracking),
        states: states::score(&experiment.library, atlas)?,
        identifiable: called.len(),
        identifiable_inside: inside as f64 / called.len() as f64,
        prediction: prediction::score(atlas)?,
        tracking,
        parameters,
    })
}

/// A document that a step of the study made.
fn json<T: serde::de::DeserializeOwned>(atlas: &Atlas, step: &str, file: &str) -> Result<T, DemoError> {
    let path = path(&format!("lca/models/{step}"))?;
    let files = atlas.read_files(&path)?;
    let missing = || DemoError::Missing { element: path.to_string(), file: file.to_owned() };
    Ok(serde_json::from_slice(files.get(file).ok_or_else(missing)?)?)
}

fn path(text: &str) -> Result<lca_core::ElementPath, DemoError> {
    Ok(text.parse()?)
}
