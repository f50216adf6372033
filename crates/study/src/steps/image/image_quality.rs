use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_image::{FrameQuality, frame_quality};
use lca_report::Block;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Tells what the frames of a movie are like.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ImageQuality {
    /// The plane of a stack that the microscope calls in focus, from 0; left out: the middle one.
    plane: Option<usize>,
    /// The highest value that the camera has; left out: where a camera of 8, 10, 12, 14 or 16 bits ends, if the movie's
    /// greatest value is there.
    highest: Option<f64>,
}

impl Step for ImageQuality {
    const KIND: &'static str = "image-quality";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Tells focus, ground, noise and flaws of each frame and channel.";
    const PORTS: &'static [Port] = &[Port::one("movie", What::Movie)];
    const GIVES: &'static [What] = &[What::Frame];

    fn memory(&self) -> String {
        "three frames in single precision for each thread".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let movie = context.atlas().movie(context.one("movie")?.path(What::Movie)?)?;
        let names = movie.meta().channel_names();
        let FrameQuality { table, highest } =
            frame_quality(&movie, &names, self.plane, self.highest, context)?;
        let flaws = table.texts("flaws")?;
        let flawed = flaws.iter().flatten().filter(|flaws| !flaws.is_empty()).count();
        context.value("images", table.rows())?;
        context.value("flawed", flawed)?;
        context.value("highest", highest)?;
        context.write_frame(What::Frame, &table)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "{}: {} of {} images (frames and channels) have flaws, which its table names.",
            view.id(),
            value("flawed"),
            value("images")
        );
        let section = Section::new("What was measured");
        Ok(Some(if value("flawed") > 0.0 { section.block(Block::warning(text)) } else { section.text(text) }))
    }
}
