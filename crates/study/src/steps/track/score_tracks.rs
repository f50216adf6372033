use crate::step::{FileNeed, Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_core::{ChunkSource, Progress};
use lca_formats::read_ctc_truth;
use lca_report::{KeyFigure, number};
use lca_track::{FrameMatch, match_frame, score};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

/// Holds tracks against those that people drew, in the layout of the Cell Tracking Challenge.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ScoreTracks {
    /// Whether the truth leaves cells out, so that objects it lacks are no errors.
    partial: bool,
}

impl Default for ScoreTracks {
    fn default() -> Self {
        Self { partial: true }
    }
}

impl Step for ScoreTracks {
    const KIND: &'static str = "score-tracks";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Holds tracks against drawn ones (Cell Tracking Challenge).";
    const PORTS: &'static [Port] = &[Port::one("tracks", What::Tracks), Port::one("labels", What::Labels)];
    const GIVES: &'static [What] = &[What::Scores];
    const FILE: FileNeed = FileNeed::One;

    fn memory(&self) -> String {
        "two frames of labels for each thread, and the tracks".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let truth = read_ctc_truth(context.file()?)?;
        let tracks = context.one("tracks")?.tracks()?;
        let labels = context.atlas().labels(context.one("labels")?.path(What::Labels)?)?;
        let frames = truth.labels.len();
        if frames > labels.len() {
            let what = format!("the truth has {frames} frames, the movie only {}", labels.len());
            return Err(StepError::unfit(what, "name the truth of this movie"));
        }
        let done = AtomicU64::new(0);
        let mut matches: Vec<FrameMatch> = (0..frames)
            .into_par_iter()
            .map(|t| {
                let frame = match_frame(&truth.labels.read(t)?, &labels.read(t)?)?;
                context.at(done.fetch_add(1, Ordering::Relaxed) + 1, frames as u64)?;
                Ok(frame)
            })
            .collect::<Result<_, StepError>>()?;
        // Frames after the truth's last are not scored.
        matches.resize(labels.len(), FrameMatch::default());
        let found = score(&truth.tracks, &tracks, &matches, self.partial)?;
        context.scores(&[
            ("tra", found.tra),
            ("det", found.det),
            ("lnk", found.lnk),
            ("link_f1", found.link_f1),
            ("link_precision", found.link_precision),
            ("link_recall", found.link_recall),
            ("division_f1", found.division_f1),
            ("divisions_true", found.divisions.truth as f64),
            ("complete_tracks", found.complete_tracks),
        ])
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name| number(view.number(name).unwrap_or(f64::NAN));
        let text = format!(
            "Held against tracks that people drew: of the links between cells of the truth, {} found and {} of \
             those found right (F1 {}); objects DET {}, links LNK {}, all TRA {}; {} of the true tracks are \
             whole. Divisions: F1 {} of {} true ones.",
            value("link_recall"),
            value("link_precision"),
            value("link_f1"),
            value("det"),
            value("lnk"),
            value("tra"),
            value("complete_tracks"),
            value("division_f1"),
            value("divisions_true"),
        );
        let section = Section::new("Cells found and followed").text(text);
        let section = section.key(KeyFigure::new("Links right (F1)", value("link_f1")));
        Ok(Some(section.key(KeyFigure::new("Tracks (TRA)", value("tra")))))
    }
}
