use crate::step::{FileNeed, Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_core::{ChunkSource, Progress};
use lca_formats::read_ctc_segmentation;
use lca_report::{KeyFigure, number};
use lca_track::{match_frame, score_segmentation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Holds labels against outlines that people drew, in the layout of the Cell Tracking Challenge.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScoreSegmentation {}

impl Step for ScoreSegmentation {
    const KIND: &'static str = "score-segmentation";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Holds labels against drawn outlines (Cell Tracking Challenge, SEG).";
    const PORTS: &'static [Port] = &[Port::one("labels", What::Labels)];
    const GIVES: &'static [What] = &[What::Scores];
    const FILE: FileNeed = FileNeed::One;

    fn memory(&self) -> String {
        "two frames of labels".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let truth = read_ctc_segmentation(context.file()?)?;
        let labels = context.atlas().labels(context.one("labels")?.path(What::Labels)?)?;
        let mut matches = Vec::new();
        for (at, &frame) in truth.frames().iter().enumerate() {
            let t = frame as usize;
            if t >= labels.len() {
                let what = format!("the truth has frame {t}, the movie only {}", labels.len());
                return Err(StepError::unfit(what, "name the truth of this movie"));
            }
            matches.push(match_frame(&truth.read(at)?, &labels.read(t)?)?);
            context.at(at as u64 + 1, truth.len() as u64)?;
        }
        let found = score_segmentation(&matches);
        context.scores(&[("seg", found.seg), ("found", found.found), ("objects_drawn", found.objects as f64)])
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "Of {} outlines that people drew, {} % were found (a label covers more than half of the outline); \
             their mean overlap, counting missed ones as 0, is SEG = {}.",
            value("objects_drawn"),
            number(100.0 * value("found")),
            number(value("seg")),
        );
        let key = KeyFigure::new("Outlines (SEG)", number(value("seg")));
        Ok(Some(Section::new("Cells found and followed").key(key).text(text)))
    }
}
