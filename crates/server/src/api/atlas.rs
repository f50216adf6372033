use super::element::Element;
use super::extract::Named;
use crate::answer::{Answer, Failure};
use crate::atlases::{View, Volume};
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_report::{Station, StationState};
use lca_study::{Kind, Logged};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Elements told at once.
const ELEMENTS: usize = 1000;

/// Steps told at once.
const STEPS: usize = 1000;

/// The stations in the order of the circle.
const STATIONS: [&str; 7] = ["measure", "key-molecules", "follow", "fit", "predict", "compare", "next"];

/// An atlas: how it came to be and what it holds.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Overview {
    /// Its name in addresses.
    id: String,
    /// What it is about, in a few words.
    title: String,
    /// What it is about, in a few sentences.
    description: String,
    /// The number of its last commit.
    sequence: u64,
    /// Whether a study may be run into it here.
    runnable: bool,
    /// The way from measurement to model and back, from the first station on.
    circle: Vec<Stop>,
    /// The steps that made it, in the order in which they were run; 1000 at most.
    steps: Vec<Step>,
    /// How many steps there are.
    steps_total: usize,
    /// Its elements by kind and name; 1000 at most.
    elements: Vec<Element>,
    /// How many elements there are.
    elements_total: usize,
}

/// A station of the circle.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Stop {
    /// What it is called here: `measure`, `key-molecules`, `follow`, `fit`, `predict`, `compare`, `next`.
    station: String,
    /// Its name.
    name: String,
    /// What came out there, in a few words.
    figure: String,
    /// Whether the study went through it.
    state: StopState,
    /// The steps that did.
    steps: Vec<String>,
}

/// What a study did at a station.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum StopState {
    /// It is done, and as good as was asked.
    Done,
    /// It is done, but not as good as was asked.
    Missed,
    /// It was not part of the study.
    Absent,
}

/// A step as it was run last.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Step {
    /// Its name.
    id: String,
    /// Its kind.
    kind: String,
    /// What steps of that kind do.
    about: String,
    /// When it began, ISO 8601.
    began: String,
    /// When it ended.
    ended: String,
    /// The hash of all its result depends on.
    key: String,
    /// The figures it found.
    values: BTreeMap<String, Value>,
    /// Paths of the elements it made.
    elements: Vec<String>,
    /// What it took from: a port and a step for each.
    from: Vec<Source>,
    /// Its parameters, defaults filled in.
    params: Value,
}

/// What a step took from.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Source {
    /// The port.
    port: String,
    /// The step.
    step: String,
}

/// An atlas: the circle, the steps with what they found, the elements.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}",
    tag = "atlas",
    params(("a" = String, Path, description = "The atlas")),
    responses((status = 200, body = Overview), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn atlas(
    State(state): State<Shared>,
    _: Viewer,
    Named(id): Named<String>,
) -> Answer<Overview> {
    Ok(Json(state.ask(&id, |volume| Ok(overview(volume, &*volume.view()?))).await?))
}

fn overview(volume: &Volume, view: &View) -> Overview {
    let title = if view.title.title.is_empty() { &volume.id } else { &view.title.title };
    Overview {
        id: volume.id.clone(),
        title: title.clone(),
        description: view.title.description.clone(),
        sequence: view.atlas.sequence(),
        runnable: volume.study.is_some(),
        circle: lca_study::circle(&view.steps)
            .into_iter()
            .zip(STATIONS)
            .map(|(one, id)| stop(one, id, &view.steps))
            .collect(),
        steps: view.steps.iter().take(STEPS).map(step).collect(),
        steps_total: view.steps.len(),
        elements: view.elements.iter().take(ELEMENTS).map(|one| Element::of(&volume.id, view, one)).collect(),
        elements_total: view.elements.len(),
    }
}

fn stop(Station { name, figure, state }: Station, id: &str, steps: &[Logged]) -> Stop {
    let kinds = lca_study::kinds_at(&name);
    let at = steps.iter().filter(|step| kinds.contains(&step.record.kind.as_str()));
    let steps = at.map(|step| step.record.step.to_string()).collect();
    let state = match state {
        StationState::Done => StopState::Done,
        StationState::Missed => StopState::Missed,
        StationState::Absent => StopState::Absent,
    };
    Stop { station: id.to_owned(), name, figure, state, steps }
}

fn step(logged: &Logged) -> Step {
    let record = &logged.record;
    let sources = record.inputs.iter().flat_map(|(port, inputs)| {
        inputs.iter().map(|input| Source { port: port.clone(), step: input.step.to_string() })
    });
    Step {
        id: record.step.to_string(),
        kind: record.kind.clone(),
        about: Kind::find(&record.kind).map_or("", |kind| kind.about).to_owned(),
        began: logged.started.clone(),
        ended: logged.ended.clone(),
        key: record.key.to_string(),
        values: record.values.clone(),
        elements: record.outputs.values().map(ToString::to_string).collect(),
        from: sources.collect(),
        params: record.params.clone(),
    }
}
