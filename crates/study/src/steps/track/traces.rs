use super::by_frame;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_report::{TraceGroup, Traces as Lines};
use lca_tables::DataFrame;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Joins tracks and measures into a time course for each cell.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Traces {
    /// The measure that the report draws; left out, the first ratio, else the first mean.
    show: Option<String>,
}

impl Step for Traces {
    const KIND: &'static str = "traces";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Joins tracks and measures into a time course for each cell.";
    const PORTS: &'static [Port] = &[Port::one("objects", What::Objects), Port::one("tracks", What::Tracks)];
    const GIVES: &'static [What] = &[What::Traces];

    fn memory(&self) -> String {
        "all objects' measures, three times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let tables = by_frame(&context.one("objects")?.frame(What::Objects)?)?;
        let tracks = context.one("tracks")?.tracks()?;
        let interval = match context.nearest(What::Movie) {
            Some(movie) => context.atlas().movie(movie.path(What::Movie)?)?.meta().frame_interval_s,
            None => None,
        };
        let traces = lca_track::traces(&tracks, &tables, interval)?;
        context.value("points", traces.rows())?;
        context.write_frame(What::Traces, &traces)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let traces = view.frame(What::Traces)?;
        let Some(shown) = self.show.clone().or_else(|| first(&traces)) else { return Ok(None) };
        let timed = traces.numbers("time_s")?.iter().all(|time| time.is_finite());
        let (column, scale, time) =
            if timed { ("time_s", 1.0 / 60.0, "time (min)") } else { ("t", 1.0, "frame") };
        let times = traces.numbers(column)?;
        let mut cells: BTreeMap<u64, Vec<(f64, f64)>> = BTreeMap::new();
        let values = traces.numbers(&shown)?;
        for ((track, time), value) in traces.numbers("track")?.iter().zip(times).zip(values) {
            cells.entry(*track as u64).or_default().push((time * scale, value));
        }
        let assay = || view.assay().map(|one| one.assay.id.to_string());
        let name = view.condition().map(|one| one.id.to_string()).or_else(assay);
        let name = name.unwrap_or_else(|| view.id().to_string());
        let figure = lca_report::traces(&Lines {
            title: format!("Traces of {name}"),
            caption: format!("{shown} of each cell that was followed; the thick line is the mean."),
            time: time.into(),
            value: shown,
            groups: vec![TraceGroup { name, cells: cells.into_values().collect() }],
        })?;
        Ok(Some(Section::new("Traces").block(figure)))
    }
}

/// The first ratio of cytoplasm to nucleus, else the first mean.
fn first(traces: &DataFrame) -> Option<String> {
    let names = || traces.columns().iter().map(|(name, _)| name);
    names().find(|name| name.ends_with("_mean") && !name.ends_with("_ring_mean")).cloned()
}
