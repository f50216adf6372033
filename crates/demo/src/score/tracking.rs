use super::lineage::true_lineage;
use super::path;
use crate::cell::Film;
use crate::optics::Movie;
use crate::truth::ARMS;
use crate::{DemoError, DemoOptions};
use lca_core::{ChunkSource, ElementPath};
use lca_store::Atlas;
use lca_track::{FrameMatch, match_frame};
use rayon::prelude::*;
use serde::Serialize;

/// How well the cells of one movie were followed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrackingScore {
    /// The movie.
    pub arm: String,
    /// True links between frames, divisions among them.
    pub links_true: usize,
    /// Harmonic mean of precision and recall of links between true cells.
    pub link_f1: f64,
    /// Precision of links.
    pub link_precision: f64,
    /// Share of true links found.
    pub link_recall: f64,
    /// Divisions in view.
    pub divisions_true: usize,
    /// Divisions found.
    pub divisions_found: usize,
    /// Divisions found that are true, within one frame.
    pub divisions_right: usize,
    /// The Cell Tracking Challenge's measure.
    pub tra: f64,
}

/// Scores every movie.
pub(super) fn score(
    options: &DemoOptions,
    films: &[Film],
    atlas: &Atlas,
) -> Result<Vec<TrackingScore>, DemoError> {
    films.iter().enumerate().map(|(at, film)| movie(options, film, at, atlas)).collect()
}

fn movie(options: &DemoOptions, film: &Film, at: usize, atlas: &Atlas) -> Result<TrackingScore, DemoError> {
    let arm = ARMS[at].id;
    let truth = true_lineage(film, &Movie::new(film, options, at as u64), options)?;
    let tracks = atlas.read_tracks(&path(&format!("lca/tracks/{arm}-tracks"))?)?;
    let labels = ElementPath::movie_labels(&format!("{arm}-movie"), &format!("{arm}-nuclei"))?;
    let labels = atlas.labels(&labels)?;
    let frames: Vec<FrameMatch> = (0..labels.len())
        .into_par_iter()
        .map(|t| Ok(match_frame(&truth.labels(t), &labels.read(t)?)?))
        .collect::<Result<_, DemoError>>()?;
    // Cells whose centre is out of view but whose edge is in it are not in the truth: no errors.
    let found = lca_track::score(&truth.tracks, &tracks, &frames, true)?;
    Ok(TrackingScore {
        arm: arm.to_owned(),
        links_true: truth.tracks.links().len(),
        link_f1: found.link_f1,
        link_precision: found.link_precision,
        link_recall: found.link_recall,
        divisions_true: found.divisions.truth,
        divisions_found: found.divisions.found,
        divisions_right: found.divisions.hit,
        tra: found.tra,
    })
}

/// F1 over the links of all movies together.
pub(super) fn link_f1(scores: &[TrackingScore]) -> f64 {
    let hit: f64 = scores.iter().map(|one| one.link_recall * one.links_true as f64).sum();
    let truth: f64 = scores.iter().map(|one| one.links_true as f64).sum();
    let found: f64 =
        scores.iter().map(|one| one.link_recall * one.links_true as f64 / one.link_precision).sum();
    2.0 * hit / (truth + found)
}

/// F1 over the divisions of all movies together; 1 when there are none and none were found.
pub(super) fn division_f1(scores: &[TrackingScore]) -> f64 {
    let sum = |count: fn(&TrackingScore) -> usize| scores.iter().map(count).sum::<usize>() as f64;
    let all = sum(|one| one.divisions_true) + sum(|one| one.divisions_found);
    if all > 0.0 { 2.0 * sum(|one| one.divisions_right) / all } else { 1.0 }
}
