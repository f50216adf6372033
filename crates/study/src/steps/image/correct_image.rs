use super::channel;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_core::{ChunkSink, ChunkSource, Progress};
use lca_image::{CorrectParams, Correction};
use lca_report::number;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

/// Puts a movie right before its cells are sought.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CorrectImage {
    /// The channel that drift is seen in, by name or by number from 0.
    channel: String,
    /// Divide uneven light out.
    flatten: bool,
    /// The camera's value without light; left out: the least value of the movie.
    dark: Option<f64>,
    /// How smooth the light is, in pixels; left out: a tenth of the longer side.
    light_px: Option<f64>,
    /// Make the ground of each frame even, at its level in the first frame.
    background: bool,
    /// Undo the fall of brightness, by one exponential for each channel.
    bleaching: bool,
    /// Lessen the noise.
    denoise: bool,
    /// Take the field's drift off.
    drift: bool,
}

impl Default for CorrectImage {
    fn default() -> Self {
        let CorrectParams { flatten, dark, light_px, background, bleaching, denoise, drift } =
            CorrectParams::default();
        Self { channel: "0".into(), flatten, dark, light_px, background, bleaching, denoise, drift }
    }
}

impl Step for CorrectImage {
    const KIND: &'static str = "correct-image";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Corrects a movie: uneven light, ground, bleaching, noise, drift.";
    const PORTS: &'static [Port] = &[Port::one("movie", What::Movie)];
    const GIVES: &'static [What] = &[What::Movie, What::Frame];

    fn memory(&self) -> String {
        "twelve frames in single precision for each thread".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let params = self.params();
        if !params.any() {
            let help = "set one of flatten, background, bleaching, denoise and drift to true";
            return Err(StepError::unfit("nothing is to be corrected", help));
        }
        let movie = context.atlas().movie(context.one("movie")?.path(What::Movie)?)?;
        let meta = movie.meta().clone();
        let (frames, total) = (movie.len(), 2 * movie.len() as u64);
        let learnt = Correction::learn(&movie, channel(&meta, &self.channel)?, &params, &Half(context))?;
        let sink = context.transaction().movie_sink(context.path(What::Movie)?, &meta)?;
        let done = AtomicU64::new(frames as u64);
        (0..frames).into_par_iter().try_for_each(|t| {
            sink.write(t, learnt.frame(t, &movie.read(t)?)?)?;
            Ok::<(), StepError>(context.at(done.fetch_add(1, Ordering::Relaxed) + 1, total)?)
        })?;
        sink.finish()?;
        let table = learnt.table(frames, &meta.channel_names())?;
        for (name, _) in table.columns().iter().filter(|(name, _)| name != "t") {
            let last = table.numbers(name)?.last().copied();
            context.value(&format!("{name}_at_end"), last)?;
        }
        context.write_frame(What::Frame, &table)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let found = view.record().values.iter().filter_map(|(name, value)| {
            Some(format!("{} {}", name.strip_suffix("_at_end")?.replace('_', " "), number(value.as_f64()?)))
        });
        let found: Vec<String> = found.collect();
        let at_end = if found.is_empty() {
            String::new()
        } else {
            format!("; in the last frame: {}", found.join(", "))
        };
        let text = format!("{}: the movie was corrected ({}){at_end}.", view.id(), self.asked().join(", "));
        Ok(Some(Section::new("What was measured").text(text)))
    }
}

impl CorrectImage {
    fn params(&self) -> CorrectParams {
        let Self { channel: _, flatten, dark, light_px, background, bleaching, denoise, drift } = *self;
        CorrectParams { flatten, dark, light_px, background, bleaching, denoise, drift }
    }

    fn asked(&self) -> Vec<&'static str> {
        let all = [
            (self.flatten, "light"),
            (self.background, "ground"),
            (self.bleaching, "bleaching"),
            (self.denoise, "noise"),
            (self.drift, "drift"),
        ];
        all.into_iter().filter(|(asked, _)| *asked).map(|(_, name)| name).collect()
    }
}

/// Learning is the first half of the work.
struct Half<'a>(&'a Context<'a>);

impl Progress for Half<'_> {
    fn at(&self, done: u64, total: u64) -> Result<(), lca_core::Cancelled> {
        self.0.at(done, 2 * total)
    }
}
