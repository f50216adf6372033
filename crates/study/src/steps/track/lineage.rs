use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_report::Lineage as Tree;
use lca_track::family_tree;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The family tree: one row for each cell, with its birth, end, parent, founder and generation.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lineage {}

impl Step for Lineage {
    const KIND: &'static str = "lineage";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Makes the family tree: one row for each cell that was followed.";
    const PORTS: &'static [Port] = &[Port::one("tracks", What::Tracks)];
    const GIVES: &'static [What] = &[What::Lineage];

    fn memory(&self) -> String {
        "the tracks, twice".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let tracks = context.one("tracks")?.tracks()?;
        let table = family_tree(&tracks)?;
        let generations = table.numbers("generation")?;
        context.value("generations", generations.iter().fold(0.0, |most: f64, one| most.max(*one)) + 1.0)?;
        context.write_frame(What::Lineage, &table)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let tracks = view.one("tracks")?.tracks()?;
        let interval = match view.nearest(What::Movie) {
            Some(movie) => view.atlas().movie(movie.path(What::Movie)?)?.meta().frame_interval_s,
            None => None,
        };
        let figure = lca_report::lineage(&Tree {
            title: "Family trees",
            caption: "Each line is a cell from its birth or entry to its division, death or loss.",
            tracks: Some(&tracks),
            interval: interval.map(|seconds| (seconds / 60.0, "min")),
        })?;
        Ok(Some(Section::new("Lineage").block(figure)))
    }
}
