use crate::step::{FileNeed, Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_core::{ChunkSink, Progress};
use lca_formats::{MovieOptions, PageAxis, open_movie_with};
use lca_pixels::MovieMeta;
use lca_report::number;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

/// Brings a movie or image into the atlas as an OME-NGFF pyramid.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportMovie {
    /// Which image of an OME-TIFF that holds several, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<usize>,
    /// What the pages of a TIFF without such a description are; left out: time points in a file of its own, depths in
    /// the files of a folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<Pages>,
}

/// What follows each other in the pages of a TIFF.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Pages {
    Time,
    Depth,
    Channel,
}

impl From<Pages> for PageAxis {
    fn from(pages: Pages) -> Self {
        match pages {
            Pages::Time => Self::Time,
            Pages::Depth => Self::Depth,
            Pages::Channel => Self::Channel,
        }
    }
}

impl Step for ImportMovie {
    const KIND: &'static str = "import-movie";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Brings a movie or image into the atlas.";
    const PORTS: &'static [Port] = &[];
    const GIVES: &'static [What] = &[What::Movie];
    const FILE: FileNeed = FileNeed::Images;

    fn memory(&self) -> String {
        "three frames for each thread".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let options = MovieOptions { image: self.image, pages: self.pages.map(Into::into) };
        let reader = open_movie_with(context.file()?, &options)?;
        let mut meta = reader.meta().clone();
        if let Some(assay) = context.assay() {
            meta.pixel_size_um = assay.pixel_size_um.or(meta.pixel_size_um);
            meta.frame_interval_s = assay.frame_interval_s.or(meta.frame_interval_s);
            if !assay.channels.is_empty() {
                let (named, there) = (assay.channels.len(), meta.shape[1]);
                if named != there {
                    let what = format!("the assay names {named} channels, the movie has {there}");
                    return Err(StepError::unfit(what, "name each channel once, or leave `channels` out"));
                }
                meta.channels.clone_from(&assay.channels);
            }
        }
        let sink = context.transaction().movie_sink(context.path(What::Movie)?, &meta)?;
        let done = AtomicU64::new(0);
        let total = reader.len() as u64;
        (0..reader.len()).into_par_iter().try_for_each(|t| {
            sink.write(t, reader.read(t)?)?;
            Ok::<(), StepError>(context.at(done.fetch_add(1, Ordering::Relaxed) + 1, total)?)
        })?;
        sink.finish()?;
        context.value("frames", meta.shape[0])
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let movie = view.atlas().movie(view.path(What::Movie)?)?;
        let told = told(movie.meta());
        Ok(Some(Section::new("What was measured").text(format!("Movie {}: {told}.", view.id()))))
    }
}

/// What is known of a movie, by the study or else its files.
fn told(meta: &MovieMeta) -> String {
    let [t, c, z, y, x] = meta.shape;
    let size = meta.pixel_size_um.map_or_else(
        || "size unknown".to_owned(),
        |[z, y, x]| format!("each {} × {} × {} µm", number(z), number(y), number(x)),
    );
    let interval = meta.frame_interval_s.map_or_else(
        || "time between frames unknown".to_owned(),
        |seconds| format!("one frame every {} s", number(seconds)),
    );
    let names = match meta.channels.as_slice() {
        [] => "without names".to_owned(),
        names => names.join(", "),
    };
    let [frames, channels] = [(t, "frame"), (c, "channel")]
        .map(|(n, what)| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") });
    format!("{frames} of {z} × {y} × {x} pixels (z, y, x), {size}; {interval}; {channels} ({names})")
}
