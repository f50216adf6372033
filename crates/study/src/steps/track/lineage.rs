use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View};
use lca_graph::{Track, Tracks};
use lca_report::Lineage as Tree;
use lca_tables::{Column, DataFrame};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
        let table = table(&tracks)?;
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

fn table(tracks: &Tracks) -> Result<DataFrame, StepError> {
    let all = tracks.tracks();
    // Parents end before their children begin, so that by first frame they come first.
    let mut by_birth: Vec<&Track> = all.iter().collect();
    by_birth.sort_unstable_by_key(|track| (track.begin, track.id));
    let mut line: BTreeMap<u32, (u32, i64)> = BTreeMap::new();
    for track in by_birth {
        let above = track.parent.and_then(|parent| line.get(&parent)).copied();
        line.insert(track.id, above.map_or((track.id, 0), |(founder, above)| (founder, above + 1)));
    }
    let founder = |track: &Track| line.get(&track.id).map_or(0, |line| i64::from(line.0));
    let ints = |of: &dyn Fn(&Track) -> i64| Column::Int(all.iter().map(of).collect());
    let mut table = DataFrame::new(all.iter().map(|track| track.id.to_string()).collect());
    table.set("track", ints(&|track| i64::from(track.id)))?;
    table.set("begin", ints(&|track| i64::from(track.begin)))?;
    table.set("end", ints(&|track| i64::from(track.end)))?;
    let parents = all.iter().map(|track| track.parent.map(i64::from)).collect();
    table.set("parent", Column::NullableInt(parents))?;
    table.set("founder", ints(&founder))?;
    table.set("generation", ints(&|track| line.get(&track.id).map_or(0, |line| line.1)))?;
    table.set("children", ints(&|track| tracks.children(track.id).count() as i64))?;
    Ok(table)
}
