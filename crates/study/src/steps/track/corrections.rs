use crate::step::{FileNeed, Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_track::Corrections;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Applies what a person found wrong in tracks: a text file of joins, cuts, swaps and divisions.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplyCorrections {}

impl Step for ApplyCorrections {
    const KIND: &'static str = "apply-corrections";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Applies a person's corrections to tracks.";
    const PORTS: &'static [Port] = &[Port::one("tracks", What::Tracks)];
    const GIVES: &'static [What] = &[What::Tracks];
    const FILE: FileNeed = FileNeed::One;

    fn memory(&self) -> String {
        "the tracks, three times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let path = context.file()?;
        let unfit = |why: &dyn std::fmt::Display| {
            StepError::unfit(format!("`{}`: {why}", path.display()), "correct that file")
        };
        let text = std::fs::read_to_string(path).map_err(|why| unfit(&why))?;
        let corrections: Corrections = text.parse().map_err(|why| unfit(&why))?;
        let tracks = corrections.apply(&context.one("tracks")?.tracks()?).map_err(|why| unfit(&why))?;
        let tracks = context.corrected(tracks)?;
        context.value("corrections", corrections.len())?;
        context.value("tracks", tracks.tracks().len())?;
        Ok(context.transaction().write_tracks(context.path(What::Tracks)?, &tracks)?)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let count = |name| view.number(name).unwrap_or_default() as u64;
        let (corrections, tracks) = (count("corrections"), count("tracks"));
        let text = format!("{}: {corrections} corrections by hand, which leave {tracks} tracks.", view.id());
        Ok(Some(Section::new("Cells found and followed").text(text)))
    }
}
