use super::by_frame;
use crate::step::{Port, Step, What};
use crate::steps::image::image;
use crate::steps::image::segment::stack;
use crate::{Context, Section, Site, StepError, View};
use lca_core::{ChunkSink, ChunkSource, Progress};
use lca_image::{MeasureParams, measure};
use lca_pixels::{Frame, Labels, MovieMeta};
use lca_store::{Atlas, LabelsReader};
use lca_tables::DataFrame;
use lca_track::{Changes, Outlines, Readings, choose};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};

/// Chooses by the frames around whether touching outlines are one cell, and where hypotheses were kept, whether an outline is
/// two. Measures anew what changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChooseOutlines {}

impl Step for ChooseOutlines {
    const KIND: &'static str = "choose-outlines";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Chooses by the frames around whether outlines are one cell or two.";
    const PORTS: &'static [Port] = &[Port::one("labels", What::Labels)];
    const GIVES: &'static [What] = &[What::Labels, What::Objects];

    fn memory(&self) -> String {
        "twelve frames in single precision for each thread, and all objects' measures twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let given = Given::of(&context.one("labels")?)?;
        let changes = choose(&given.outlines()?);
        let sink = context.transaction().labels_sink(context.path(What::Labels)?, &given.meta)?;
        let (done, total) = (AtomicU64::new(0), given.labels.len() as u64);
        let frame = |t: usize| {
            let (labels, table) = given.frame(t, &changes[t])?;
            sink.write(t, labels)?;
            context.at(done.fetch_add(1, Ordering::Relaxed) + 1, total)?;
            Ok(table)
        };
        let tables: Vec<DataFrame> =
            (0..given.labels.len()).into_par_iter().map(frame).collect::<Result<_, StepError>>()?;
        sink.finish()?;
        let count = |of: fn(&Changes) -> usize| changes.iter().map(of).sum::<usize>();
        context.value("joined", count(|one| one.joined.len()))?;
        context.value("parted", count(|one| one.parted.len()))?;
        context.write_frame(What::Objects, &stack(&tables)?)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name| view.number(name).unwrap_or_default() as u64;
        let text = format!(
            "{}: by the frames around, {} pairs of touching outlines were taken as one cell each, and {} outlines as two.",
            view.id(),
            value("joined"),
            value("parted"),
        );
        Ok(Some(Section::new("Cells found and followed").text(text)))
    }
}

/// What a step found that finds objects.
struct Given {
    movie: Box<dyn ChunkSource<Chunk = Frame>>,
    meta: MovieMeta,
    labels: LabelsReader,
    /// For each frame what was measured, without the frame's number.
    tables: Vec<DataFrame>,
    measure: MeasureParams,
    known: Option<(LabelsReader, Vec<Readings>)>,
}

impl Given {
    fn of(site: &Site<'_>) -> Result<Self, StepError> {
        let (atlas, path): (&Atlas, _) = (site.atlas(), site.path(What::Labels)?);
        let labels = atlas.labels(path)?;
        let movie = path.movie().ok_or_else(|| {
            StepError::unfit("these labels are of no movie", "name a step that labels a movie")
        })?;
        let movie = atlas.movie(&movie)?;
        let meta = movie.meta().clone();
        let mut tables: Vec<DataFrame> =
            by_frame(&site.frame(What::Objects)?)?.iter().map(unnumbered).collect::<Result<_, _>>()?;
        let none = tables.first().map(|first| first.select(&[])).unwrap_or_default();
        tables.resize(labels.len().max(tables.len()), none);
        let known = match site.path(What::Parts) {
            Ok(parts) => {
                let readings = Readings::from_table(labels.len(), &site.frame(What::Hypotheses)?)?;
                Some((atlas.labels(parts)?, readings))
            }
            Err(_) => None,
        };
        // Steps that only bring labels in have no say in what is measured.
        let mut measure: MeasureParams = match site.param("measure") {
            Value::Null => MeasureParams::default(),
            known => serde_json::from_value(known)?,
        };
        measure.pixel_size_um = measure.pixel_size_um.or(meta.pixel_size_um);
        Ok(Self { movie: Box::new(movie), meta, labels, tables, measure, known })
    }

    fn outlines(&self) -> Result<Vec<Outlines>, StepError> {
        let frame = |t: usize| {
            let labels = self.labels.read(t)?;
            let outlines = Outlines::of(&labels);
            match &self.known {
                Some((parts, readings)) => Ok(outlines.with(t, &labels, &parts.read(t)?, &readings[t])?),
                None => Ok(outlines),
            }
        };
        (0..self.labels.len()).into_par_iter().map(frame).collect()
    }

    /// A frame's labels as they are to be read, and their measures.
    fn frame(&self, t: usize, changes: &Changes) -> Result<(Labels, DataFrame), StepError> {
        let mut labels = self.labels.read(t)?;
        if changes.is_empty() {
            return Ok((labels, self.tables[t].clone()));
        }
        let parts = self.known.as_ref().map(|(parts, _)| parts.read(t)).transpose()?;
        changes.apply(&mut labels, parts.as_ref());
        let frame = self.movie.read(t)?;
        let channels = self.meta.channel_names().into_iter().enumerate();
        let channels: Vec<_> =
            channels.map(|(at, name)| Ok((name, image(&frame, at)?))).collect::<Result<_, StepError>>()?;
        let table = measure(&labels, &channels, &self.measure)?;
        Ok((labels, table))
    }
}

/// A frame's objects as they were measured: without the frame's number, named by their labels.
fn unnumbered(objects: &DataFrame) -> Result<DataFrame, StepError> {
    let labels = objects.numbers("label")?.iter().map(ToString::to_string).collect();
    let columns = objects.columns().iter().filter(|(name, _)| name != "t");
    let columns = columns.map(|(name, column)| (name, column.clone()));
    Ok(DataFrame::new(labels).with_columns(columns)?)
}
