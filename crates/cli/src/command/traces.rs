//! Time courses of single cells.

mod followed;
mod table;
mod written;

use super::imaging::atlas::is_atlas;
use super::place::with_threads;
use super::{Result, place};
use crate::args::TracesArgs;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::ElementPath;
use lca_store::Atlas;
use lca_tables::DataFrame;
use lca_track::{Course, PulseParams, summary};

/// What was found to summarise.
struct Found {
    courses: Vec<Course>,
    /// What is followed.
    measure: String,
    /// Time from one value to the next, and its unit.
    interval: f64,
    unit: &'static str,
    /// A row per cell and frame with every measure, where the cells were followed here.
    traces: Option<DataFrame>,
    /// The atlas and the traces in it.
    atlas: Option<(Atlas, ElementPath)>,
}

/// Summarises the time courses of cells.
pub(crate) fn traces(args: &TracesArgs) -> Result {
    with_threads(args.common.threads, || told(args))
}

fn told(args: &TracesArgs) -> Result {
    let mut found = if is_atlas(&args.source) {
        followed::in_atlas(args)?
    } else if args.source.is_dir() {
        followed::in_masks(args)?
    } else {
        table::read(args)?
    };
    let all = found.courses.len();
    let enough = |one: &Course| one.values.iter().filter(|value| value.is_finite()).count() >= args.min_points;
    found.courses.retain(enough);
    if found.courses.is_empty() {
        let what = format!("{}: none of {all} cells has {} values", args.source.display(), args.min_points);
        return Err(Failure::Use(format!("{what} of `{}`; give a lower --min-points", found.measure)));
    }
    let params = PulseParams { min_prominence: args.prominence, min_distance: args.distance };
    let summary = summary(&found.courses, &params, found.interval);
    let summary = summary.map_err(|why| place::failed("cannot summarise", &args.source, &why))?;
    let (mut text, mut json) = written::said(&found, &summary, all)?;
    if let Some((atlas, element)) = &found.atlas {
        let kept = written::keep(atlas, element, &found, &summary, args)?;
        text += &format!("kept as {}\n", kept.join(", "));
        json["elements"] = kept.into();
    }
    if let Some(out) = &args.out {
        written::files(&place::folder(out)?, &found, &summary, args)?;
        text += &format!("written to {}\n", out.display());
        json["out"] = serde_json::json!(out);
    }
    Ok(Answer::new(text, json))
}
