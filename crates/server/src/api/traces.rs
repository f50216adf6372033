use super::extract::{Asked, Named};
use super::tracks::identifiers;
use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::{View, Volume};
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_core::{ElementKind, ElementPath};
use lca_study::What;
use lca_tables::DataFrame;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Points told at most at once.
const MOST: usize = 200_000;

/// Columns that say which cell and when, not what was measured.
const WHICH: [&str; 5] = ["track", "t", "label", "time_s", "parent"];

/// What was measured of cells over time.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Traces {
    /// What there is to ask for.
    measures: Vec<String>,
    /// What is told.
    measure: String,
    /// Its unit, where its name tells one.
    unit: Option<String>,
    /// Time between frames in s, where known.
    interval_s: Option<f64>,
    /// A time course for each cell.
    series: Vec<Series>,
    /// Whether there is more than was asked for.
    truncated: bool,
    /// What to give as `offset` for what follows; null: nothing does.
    next: Option<usize>,
}

/// The time course of one cell.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct Series {
    /// Its track.
    track: u32,
    /// Frames.
    t: Vec<u32>,
    /// Values; null where there is none.
    value: Vec<Option<f64>>,
}

/// Which traces.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// The column; left out, the first ratio, else the first mean.
    #[serde(default)]
    measure: Option<String>,
    /// Only of these tracks: identifiers with commas between.
    #[serde(default)]
    tracks: Option<String>,
    /// How many points, 200,000 at most, as when left out.
    #[serde(default)]
    #[param(minimum = 0, maximum = 200_000)]
    limit: Option<usize>,
    /// How many points to leave out before; a track's course may go on in the next page.
    #[serde(default)]
    #[param(minimum = 0)]
    offset: Option<usize>,
}

/// What was measured of each cell over time.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/traces/{o}",
    tag = "tracks",
    params(("a" = String, Path, description = "The atlas"), ("o" = String, Path, description = "The observations"), Which),
    responses((status = 200, body = Traces), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn traces(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
    Asked(which): Asked<Which>,
) -> Answer<Traces> {
    Ok(Json(state.ask(&id, move |volume| told(volume, &name, &which)).await?))
}

fn told(volume: &Volume, name: &str, which: &Which) -> Result<Traces, Refusal> {
    let view = volume.view()?;
    let element = view.element(ElementKind::Observations, name)?;
    let measures = measures(&view, &element.path)?;
    let first = || {
        measures.iter().find(|name| name.ends_with("_ratio")).or_else(|| mean(&measures)).or(measures.first())
    };
    let measure =
        which.measure.as_ref().map_or_else(first, |wanted| measures.iter().find(|one| *one == wanted));
    let measure = measure.cloned().ok_or_else(|| {
        let wanted = which.measure.as_deref().unwrap_or("any");
        let help = format!("there are: {}", measures.join(", "));
        Refusal::unfit(format!("`{name}` has no measure `{wanted}`"), "measure", help)
    })?;
    let tracks = which.tracks.as_deref().map(identifiers).transpose()?;
    let page = Page {
        tracks: tracks.as_deref(),
        skip: which.offset.unwrap_or(0),
        room: which.limit.unwrap_or(MOST).min(MOST),
    };
    let (series, truncated) = collect(&view, &element.path, &measure, page)?;
    let told = || series.iter().map(|one| one.t.len()).sum::<usize>();
    let next = truncated.then(|| which.offset.unwrap_or(0).saturating_add(told()));
    let movie = view.behind(element, What::Movie).and_then(|movie| view.atlas.outline(movie).ok());
    let interval_s = movie.and_then(|movie| movie.interval_s);
    Ok(Traces { unit: unit(&measure), measures, measure, interval_s, next, series, truncated })
}

/// The columns of numbers that say what was measured.
fn measures(view: &View, element: &ElementPath) -> Result<Vec<String>, Refusal> {
    let head = view.atlas.read_frame_part(element, 0..1, &|_| true)?;
    let has = |name: &str| head.columns.iter().any(|known| known == name);
    if !has("track") || !has("t") {
        let what = format!("`{}` holds no traces: it has no columns `track` and `t`", element.name());
        return Err(Refusal::unfit(what, element.to_string(), "ask for it under observations"));
    }
    let numbers = head.frame.columns().iter().filter(|(_, column)| column.to_f64().is_some());
    let names = numbers.map(|(name, _)| name.clone());
    Ok(names.filter(|name| !WHICH.contains(&name.as_str())).collect())
}

/// The first mean of the cell itself, not of its surroundings.
fn mean(measures: &[String]) -> Option<&String> {
    measures.iter().find(|name| name.ends_with("_mean") && !name.ends_with("_ring_mean"))
}

fn unit(measure: &str) -> Option<String> {
    let known = [("_um2", "µm²"), ("_um3", "µm³"), ("_um", "µm"), ("_px", "px"), ("_s", "s")];
    known.iter().find(|(end, _)| measure.ends_with(end)).map(|(_, unit)| (*unit).to_owned())
}

/// What is left to be told of.
struct Page<'a> {
    /// Only these, sorted.
    tracks: Option<&'a [u32]>,
    /// How many points to leave out.
    skip: usize,
    /// How many points to tell then.
    room: usize,
}

fn collect(
    view: &View,
    element: &ElementPath,
    measure: &str,
    mut page: Page,
) -> Result<(Vec<Series>, bool), Refusal> {
    let mut found: BTreeMap<u32, Series> = BTreeMap::new();
    let wanted = |name: &str| name == "track" || name == "t" || name == measure;
    let more = view.by_block(element, &wanted, |frame| take(frame, measure, &mut page, &mut found))?;
    Ok((found.into_values().collect(), more))
}

/// Takes the chosen rows of a block; whether there were more than there is room for.
fn take(
    frame: &DataFrame,
    measure: &str,
    page: &mut Page,
    found: &mut BTreeMap<u32, Series>,
) -> Result<bool, Refusal> {
    let numbers = |name: &str| {
        frame.numbers(name).map_err(|why| Refusal::unfit(why.to_string(), name, "choose a column of numbers"))
    };
    let rows = numbers("track")?.into_iter().zip(numbers("t")?).zip(numbers(measure)?);
    for ((track, t), value) in rows {
        let track = track as u32;
        if page.tracks.is_some_and(|wanted| wanted.binary_search(&track).is_err()) {
            continue;
        }
        if page.skip > 0 {
            page.skip -= 1;
            continue;
        }
        if page.room == 0 {
            return Ok(true);
        }
        page.room -= 1;
        let series = found.entry(track).or_insert_with(|| Series { track, ..Series::default() });
        series.t.push(t as u32);
        series.value.push(value.is_finite().then_some(value));
    }
    Ok(false)
}
