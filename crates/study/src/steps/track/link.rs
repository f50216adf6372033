use super::by_frame;
use crate::step::{Port, Step, What};
use crate::steps::image::{channel, image};
use crate::{Context, Section, Site, StepError, View, params};
use lca_core::ChunkSource;
use lca_report::{Block, KeyFigure, Picture, picture};
use lca_tables::DataFrame;
use lca_track::{FrameObjects, LinkParams, link};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Links the objects of all frames into tracks, and tracks into lineages.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Track {
    /// Column of the objects that tells their brightness; left out, the first mean of a channel.
    brightness: Option<String>,
    /// How to link.
    #[schemars(schema_with = "params::schema::<LinkParams>")]
    links: LinkParams,
}

impl Step for Track {
    const KIND: &'static str = "track";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Links the objects of all frames into tracks, and tracks into lineages.";
    const PORTS: &'static [Port] = &[Port::one("objects", What::Objects)];
    const GIVES: &'static [What] = &[What::Tracks];

    fn memory(&self) -> String {
        "all objects' measures, and a few hundred bytes for each".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let objects = context.one("objects")?.frame(What::Objects)?;
        let brightness = self.brightness.clone().or_else(|| first_mean(&objects));
        let frames = by_frame(&objects)?;
        let frames = frames.iter().enumerate();
        let frames: Vec<FrameObjects> = frames
            .map(|(t, table)| FrameObjects::from_table(t, table, brightness.as_deref()))
            .collect::<Result<_, _>>()?;
        let pixel_size_um = self.links.pixel_size_um.or(context.assay().and_then(|one| one.pixel_size_um));
        let tracks = link(&frames, &LinkParams { pixel_size_um, ..self.links.clone() })?;
        let tracks = context.corrected(tracks)?;
        let divisions = tracks.tracks().iter().filter(|one| tracks.children(one.id).count() > 1).count();
        context.value("tracks", tracks.tracks().len())?;
        context.value("divisions", divisions)?;
        Ok(context.transaction().write_tracks(context.path(What::Tracks)?, &tracks)?)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let count = |name| view.number(name).unwrap_or_default() as u64;
        let (tracks, divisions) = (count("tracks"), count("divisions"));
        let text = format!("{}: {tracks} tracks were followed, with {divisions} divisions.", view.id());
        let section = Section::new("Cells found and followed")
            .key(KeyFigure::count("Tracks", tracks))
            .key(KeyFigure::count("Divisions", divisions))
            .text(text);
        Ok(Some(pictures(view)?.into_iter().fold(section, Section::block)))
    }
}

/// The first column that is a channel's mean over the object itself.
fn first_mean(objects: &DataFrame) -> Option<String> {
    let mut names = objects.columns().iter().map(|(name, _)| name);
    names.find(|name| name.ends_with("_mean") && !name.ends_with("_ring_mean")).cloned()
}

/// The channel in which labels were found: what their step says, or the one before it.
fn shown_in(labels: Site<'_>) -> String {
    let named = labels.param("channel").as_str().map(str::to_owned);
    let before = || labels.inputs().into_iter().next().map(shown_in);
    named.or_else(before).unwrap_or_else(|| "0".to_owned())
}

/// The first, middle and last frame with outlines and tails.
fn pictures(view: &View<'_>) -> Result<Vec<Block>, StepError> {
    let (Some(labels), Some(movie)) = (view.nearest(What::Labels), view.nearest(What::Movie)) else {
        return Ok(Vec::new());
    };
    let movie = view.atlas().movie(movie.path(What::Movie)?)?;
    let at = channel(movie.meta(), &shown_in(labels))?;
    let labels = view.atlas().labels(labels.path(What::Labels)?)?;
    let tracks = view.tracks()?;
    let last = movie.len().saturating_sub(1);
    let mut blocks = Vec::new();
    for t in [last / 2, last] {
        let shown = Picture {
            title: &format!("{}, frame {t}", view.id()),
            caption: "Outlines of the cells in the colour of their track, and where they came from.",
            image: Some(&image(&movie.read(t)?, at)?),
            labels: Some(&labels.read(t)?),
            tracks: Some(&tracks),
            frame: t as u32,
            tail: 10,
            pixel_um: movie.meta().pixel_size_um.map(|size| size[2]),
            wide: false,
        };
        blocks.push(picture(&shown)?.into());
        if last == 0 {
            break;
        }
    }
    Ok(blocks)
}
