//! Courses of cells that were followed here: from an atlas, or from masks and their images.

use super::Found;
use crate::args::TracesArgs;
use crate::command::imaging::atlas::pick;
use crate::command::imaging::objects::measured;
use crate::command::imaging::progress::Bar;
use crate::command::imaging::source::{interval, open_film};
use crate::command::place::failed;
use crate::failure::Failure;
use lca_core::{ElementKind, ElementPath};
use lca_store::Atlas;
use lca_tables::{Column, DataFrame};
use lca_track::{courses, surroundings};

/// The traces that a study's step or this command made.
pub(super) fn in_atlas(args: &TracesArgs) -> Result<Found, Failure> {
    let atlas = Atlas::open(&args.source)?;
    let is = |path: &ElementPath| {
        let frame = atlas.read_frame(path);
        frame.is_ok_and(|frame| ["track", "t", "label"].iter().all(|name| frame.numbers(name).is_ok()))
    };
    let what = (ElementKind::Observations, "traces", "--name");
    let element = pick(&atlas, what, args.name.as_deref(), |one| is(&one.path))?;
    let size = match atlas.elements().iter().find(|one| one.path.kind() == ElementKind::Movie) {
        Some(movie) => atlas.movie(&movie.path)?.meta().pixel_size_um,
        None => None,
    };
    let known = args.frame_interval.or(interval(&atlas)?);
    let mut found = followed(args, atlas.read_frame(&element)?, size, known)?;
    found.atlas = Some((atlas, element));
    Ok(found)
}

/// The tracks of a folder of the Cell Tracking Challenge, measured in its images.
pub(super) fn in_masks(args: &TracesArgs) -> Result<Found, Failure> {
    let bar = Bar::new("reading", args.common.json);
    let masks = lca_formats::read_ctc_truth_with(&args.source, &bar)?;
    let Some(raw) = &args.raw else {
        let what = args.source.display();
        return Err(Failure::Use(format!("{what} holds masks; give the images they belong to with --raw")));
    };
    let film = open_film(raw)?;
    let (size, known) = (film.meta.pixel_size_um, args.frame_interval.or(film.meta.frame_interval_s));
    drop(bar);
    let bar = Bar::new("measuring", args.common.json);
    let frames = measured((&args.source, &masks.labels), Some(&film), true, size, &bar)?;
    let tables: Vec<DataFrame> = frames.into_iter().map(|one| one.table).collect();
    let traces = lca_track::traces(&masks.tracks, &tables, known)
        .map_err(|why| failed("cannot follow the cells of", &args.source, &why))?;
    followed(args, traces, size, known)
}

fn followed(
    args: &TracesArgs,
    traces: DataFrame,
    size: Option<[f64; 3]>,
    interval_s: Option<f64>,
) -> Result<Found, Failure> {
    let unfit = |why: &dyn std::fmt::Display| failed("cannot follow the cells of", &args.source, why);
    let spacing = size.map_or([1.0; 3], |size| size.map(|along| along / size[2]));
    let mut traces = surroundings(&traces, spacing).map_err(|why| unfit(&why))?;
    if let Some(ratio) = &args.ratio {
        traces.set("ratio", ratio_of(&traces, ratio).map_err(|why| unfit(&why))?)?;
    }
    let measure = args.measure.clone().or_else(|| first(&traces, args.ratio.is_some()));
    let measure = measure.ok_or_else(|| unfit(&"it has no measure of brightness; name one with --measure"))?;
    let courses = courses(&traces, &measure).map_err(|why| unfit(&why))?;
    let (interval, unit) = interval_s.map_or((1.0, "frames"), |seconds| (seconds / 60.0, "min"));
    Ok(Found { courses, measure, interval, unit, traces: Some(traces), atlas: None })
}

/// The ratio of two channels' means, as `NAME/NAME`.
fn ratio_of(traces: &DataFrame, ratio: &str) -> Result<Column, String> {
    let (above, below) =
        ratio.split_once('/').ok_or("write --ratio as two channels with a stroke between: fret/donor")?;
    let mean = |name: &str| traces.numbers(&format!("{name}_mean")).map_err(|why| why.to_string());
    let (above, below) = (mean(above)?, mean(below)?);
    let each = |(above, below): (f64, f64)| if below > 0.0 { above / below } else { f64::NAN };
    Ok(Column::Float(above.into_iter().zip(below).map(each).collect()))
}

/// The ratio asked for, else the first translocation ratio, else the first mean of a channel.
fn first(traces: &DataFrame, ratio: bool) -> Option<String> {
    if ratio {
        return Some("ratio".to_owned());
    }
    let names = || traces.columns().iter().map(|(name, _)| name);
    let seen = |name: &&String| traces.numbers(name).is_ok_and(|all| all.iter().any(|value| value.is_finite()));
    let ending = |end: &str| names().filter(|name| name.ends_with(end)).find(seen);
    let nuclear = |name: &&String| !["nuclei_ratio", "nucleus_ratio", "h2b_ratio"].contains(&name.as_str());
    let translocation = names().filter(|name| name.ends_with("_ratio")).filter(nuclear).find(seen);
    translocation.or_else(|| ending("_mean")).cloned()
}
