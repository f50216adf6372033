use super::{channel, image};
use crate::step::{FileNeed, Port, Step, What};
use crate::{Beside, Context, Section, StepError, View, params, read_model};
use lca_core::{ChunkSink, ChunkSource, Progress};
use lca_image::{
    Doubt, Hypotheses, MeasureParams, Method, Model, OnnxOptions, SegmentParams, doubts, image_hypotheses,
    measure, segment, segment_image,
};
use lca_pixels::{Frame, Image, Labels, MovieMeta};
use lca_report::{Block, number};
use lca_tables::{Column, DataFrame};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Finds the objects in each frame and measures them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Segment {
    /// The channel that shows the objects, by name or by number from 0.
    channel: String,
    /// How to find them.
    #[schemars(schema_with = "params::schema::<SegmentParams>")]
    objects: SegmentParams,
    /// What is said of a network that was trained elsewhere, where the step names one.
    #[schemars(schema_with = "params::schema::<OnnxOptions>")]
    #[serde(skip_serializing_if = "untold")]
    network: OnnxOptions,
    /// What to measure of them, in every channel.
    #[schemars(schema_with = "params::schema::<MeasureParams>")]
    measure: MeasureParams,
    /// Also keep what else the objects may be, for a step `choose-outlines`. Flat frames only; without a model objects are
    /// then found as `lca segment` finds them.
    hypotheses: bool,
}

/// Where nothing is said of a network the key is what it was before there was anything to say.
fn untold(network: &OnnxOptions) -> bool {
    *network == OnnxOptions::default()
}

impl Default for Segment {
    fn default() -> Self {
        Self {
            channel: "0".into(),
            objects: SegmentParams::default(),
            network: OnnxOptions::default(),
            measure: MeasureParams::default(),
            hypotheses: false,
        }
    }
}

impl Step for Segment {
    const KIND: &'static str = "segment";
    const VERSION: u32 = 4;
    const ABOUT: &'static str = "Finds the objects in each frame and measures them in every channel.";
    const PORTS: &'static [Port] = &[Port::one("movie", What::Movie)];
    const GIVES: &'static [What] = &[What::Labels, What::Objects, What::Parts, What::Hypotheses];
    const FILE: FileNeed = FileNeed::May;

    fn withheld(&self) -> &'static [What] {
        if self.hypotheses { &[] } else { &[What::Parts, What::Hypotheses] }
    }

    fn memory(&self) -> String {
        "twelve frames in single precision for each thread, and a row for each object".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let movie = context.atlas().movie(context.one("movie")?.path(What::Movie)?)?;
        let meta = movie.meta().clone();
        let at = channel(&meta, &self.channel)?;
        let model = context.file_if_named().map(|path| self.learnt(path, &meta)).transpose()?;
        let sink = context.transaction().labels_sink(context.path(What::Labels)?, &meta)?;
        let parts = self.hypotheses.then(|| context.path(What::Parts)).transpose()?;
        let parts = parts.map(|path| context.transaction().labels_sink(path, &meta)).transpose()?;
        let (done, total) = (AtomicU64::new(0), movie.len() as u64);
        let found: Vec<(DataFrame, Hypotheses)> = (0..movie.len())
            .into_par_iter()
            .map(|t| {
                // What was found while the microscope ran has no hypotheses.
                let found = match context.ready_frame(t).filter(|_| !self.hypotheses) {
                    Some((labels, table)) => Found { labels, table, other: None },
                    None => self.found(&meta, &movie.read(t)?, model.as_ref())?,
                };
                let mut hypotheses = Hypotheses::default();
                if let (Some(sink), Some((parts, readings))) = (&parts, found.other) {
                    sink.write(t, parts)?;
                    hypotheses = readings;
                }
                sink.write(t, found.labels)?;
                context.at(done.fetch_add(1, Ordering::Relaxed) + 1, total)?;
                Ok((found.table, hypotheses))
            })
            .collect::<Result<_, StepError>>()?;
        sink.finish()?;
        let (tables, hypotheses): (Vec<DataFrame>, Vec<Hypotheses>) = found.into_iter().unzip();
        if let Some(sink) = parts {
            sink.finish()?;
            context.write_frame(What::Hypotheses, &Hypotheses::table(&hypotheses)?)?;
        }
        let objects = stack(&tables)?;
        context.value("objects", objects.rows())?;
        context.value("objects_per_frame", objects.rows() as f64 / tables.len().max(1) as f64)?;
        let name = meta.channel_names().into_iter().nth(at).unwrap_or_default();
        let doubts: Vec<String> = doubts(&objects, &name)?.iter().map(Doubt::to_string).collect();
        if !doubts.is_empty() {
            context.value("warning", doubts.join("; "))?;
        }
        context.write_frame(What::Objects, &objects)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let value = |name| number(view.number(name).unwrap_or(f64::NAN));
        let text = format!(
            "{}: {} objects were found, {} in each frame on average.",
            view.id(),
            value("objects"),
            value("objects_per_frame"),
        );
        let section = Section::new("Cells found and followed").text(text);
        let warning = view.record().values.get("warning").and_then(serde_json::Value::as_str);
        Ok(Some(match warning {
            Some(warning) => section.block(Block::warning(format!("{}: {warning}.", view.id()))),
            None => section,
        }))
    }
}

impl Segment {
    /// Labels and measures of one frame, found as people labelled them where there is a model of that.
    pub(crate) fn frame(
        &self,
        meta: &MovieMeta,
        frame: &Frame,
        model: Option<&Model>,
    ) -> Result<(Labels, DataFrame), StepError> {
        let found = self.found(meta, frame, model)?;
        Ok((found.labels, found.table))
    }

    fn found(&self, meta: &MovieMeta, frame: &Frame, model: Option<&Model>) -> Result<Found, StepError> {
        let (at, found) = (channel(meta, &self.channel)?, self.sized(meta));
        let seen = image(frame, at)?;
        let method = model.map_or(Method::Classical(&found.objects), Model::method);
        let (labels, other) = match (self.hypotheses, model) {
            (true, _) => {
                flat(&seen)?;
                let (known, labels, parts) = image_hypotheses(&seen, method)?;
                (labels, Some((parts, known.hypotheses)))
            }
            (false, Some(_)) => (segment_image(&seen, method)?.1, None),
            (false, None) => (segment(&seen, &found.objects)?, None),
        };
        let channels = meta.channel_names().into_iter().enumerate();
        let channels: Vec<_> =
            channels.map(|(at, name)| Ok((name, image(frame, at)?))).collect::<Result<_, StepError>>()?;
        let table = measure(&labels, &channels, &found.measure)?;
        Ok(Found { labels, table, other })
    }

    /// The model in a file that `lca segment train` wrote, or a network of others.
    fn learnt(&self, path: &Path, meta: &MovieMeta) -> Result<Model, StepError> {
        if meta.shape[2] > 1 {
            let what = format!("models find objects in flat images; this movie has {} planes", meta.shape[2]);
            return Err(StepError::unfit(what, "remove `assay` and `file` of this step"));
        }
        read_model(path, &self.network, Beside::Refused)
    }

    /// With the movie's own pixel size where none is given.
    fn sized(&self, meta: &MovieMeta) -> Self {
        let mut sized = self.clone();
        sized.objects.pixel_size_um = sized.objects.pixel_size_um.or(meta.pixel_size_um);
        sized.measure.pixel_size_um = sized.measure.pixel_size_um.or(meta.pixel_size_um);
        sized
    }
}

/// What was found in a frame.
struct Found {
    labels: Labels,
    table: DataFrame,
    /// The parts of the labels, and what else they may be.
    other: Option<(Labels, Hypotheses)>,
}

fn flat(image: &Image) -> Result<(), StepError> {
    let planes = image.dim().0;
    if planes == 1 {
        return Ok(());
    }
    let what = format!("hypotheses are kept of flat frames; this movie has {planes} planes");
    Err(StepError::unfit(what, "leave out `hypotheses`"))
}

/// Tables of frames with the same columns as one, with the frame in column `t`.
pub(crate) fn stack(tables: &[DataFrame]) -> Result<DataFrame, StepError> {
    let frame = |(t, table): (usize, &DataFrame)| vec![t as i64; table.rows()];
    let t: Vec<i64> = tables.iter().enumerate().flat_map(frame).collect();
    let labels = tables.iter().flat_map(|table| table.index().iter());
    let mut all = DataFrame::new(t.iter().zip(labels).map(|(t, label)| format!("{t}_{label}")).collect());
    all.set("t", Column::Int(t))?;
    let Some(first) = tables.first() else { return Ok(all) };
    for (name, kind) in first.columns() {
        let columns = tables.iter().map(|table| table.column(name)).collect::<Result<Vec<_>, _>>()?;
        all.set(name, joined(kind, &columns))?;
    }
    Ok(all)
}

/// Columns of one kind after each other; measures are whole numbers, truth values or numbers.
fn joined(kind: &Column, columns: &[&Column]) -> Column {
    let floats = || columns.iter().filter_map(|column| column.to_f64()).flatten();
    match kind {
        Column::Int(_) => Column::Int(floats().map(|value| value as i64).collect()),
        Column::Bool(_) => Column::Bool(floats().map(|value| value != 0.0).collect()),
        _ => Column::Float(floats().collect()),
    }
}
