use super::extract::{Asked, Given, Named};
use crate::answer::{Answer, Failure, Refusal};
use crate::door::{Editor, Viewer};
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lca_core::ElementPath;
use lca_study::{Change, Correction};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The longest remark.
const LONGEST: usize = 2000;

/// Corrections told at once, unless asked otherwise, and at most.
const CORRECTIONS: usize = 1000;
const MOST: usize = 10_000;

/// What people corrected.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Corrections {
    /// Corrections, oldest first.
    corrections: Vec<Corrected>,
    /// How many there are.
    total: usize,
    /// What to give as `after` for those that follow; null: none follow.
    next: Option<u64>,
}

/// Which corrections.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// How many, 10,000 at most; left out, 1000.
    #[serde(default)]
    #[param(minimum = 0, maximum = 10_000)]
    limit: Option<usize>,
    /// Only those whose number is above this one.
    #[serde(default)]
    #[param(minimum = 0)]
    after: Option<u64>,
}

/// One correction as it stands; what it changes is beside `kind`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Corrected {
    /// Its number, from 1.
    id: u64,
    /// The element it is of.
    element: String,
    /// Who made it.
    author: String,
    /// When, in UTC, ISO 8601.
    time: String,
    /// Whether it was taken back.
    undone: bool,
    /// The later correction that holds instead, since both cannot; null: none.
    overruled_by: Option<u64>,
    /// Why, where the author said.
    note: Option<String>,
    /// `kind`, and what it names: see [`NewCorrection`].
    #[serde(flatten)]
    change: BTreeMap<String, Value>,
}

impl Corrected {
    fn of(one: Correction) -> Self {
        let Correction { id, element, change, author, time, note, undone, overruled_by, .. } = one;
        // A change is an object in JSON.
        let change = match serde_json::to_value(change) {
            Ok(Value::Object(fields)) => fields.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        Self { id, element: element.to_string(), author, time, undone, overruled_by, note, change }
    }
}

/// A correction to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCorrection {
    /// The element it is of: tracks, a table of cells, or a network.
    element: String,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// What is to be otherwise, by `kind`. Of tracks, cells named by frame and label: `join {from, to}`, `cut {at}`,
    /// `swap {at, with}`, `divide {from, to: [first, second]}`, `accept-link {from, to}`, `reject-link {from, to}`; of
    /// cells: `relabel {column, from, to}`; of networks: `accept-edge {source, target}`, `reject-edge {source, target}`.
    #[schema(value_type = Object)]
    change: Value,
}

/// What people corrected by hand, oldest first.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/corrections",
    tag = "corrections",
    params(("a" = String, Path, description = "The atlas"), Which),
    responses((status = 200, body = Corrections), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn corrections(
    State(state): State<Shared>,
    _: Viewer,
    Named(id): Named<String>,
    Asked(which): Asked<Which>,
) -> Answer<Corrections> {
    let page = state.ask(&id, move |volume| {
        let all = lca_study::corrections(&volume.view()?.atlas)?;
        let (total, limit) = (all.len(), which.limit.unwrap_or(CORRECTIONS).min(MOST));
        let after = which.after.unwrap_or(0);
        let mut rest = all.into_iter().filter(|one| one.id > after);
        let corrections: Vec<Corrected> = rest.by_ref().take(limit).map(Corrected::of).collect();
        let last = corrections.last().map_or(after, |one| one.id);
        let next = rest.next().map(|_| last);
        Ok(Corrections { corrections, total, next })
    });
    Ok(Json(page.await?))
}

/// Corrects something by hand. It is applied when the step that made the element runs anew, which the next run does.
#[utoipa::path(
    post,
    path = "/api/atlases/{a}/corrections",
    tag = "corrections",
    params(("a" = String, Path, description = "The atlas")),
    request_body = NewCorrection,
    responses((status = 201, body = Corrected), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn correct(
    State(state): State<Shared>,
    Editor(person): Editor,
    Named(id): Named<String>,
    Given(wish): Given<NewCorrection>,
) -> Result<(StatusCode, Json<Corrected>), Refusal> {
    let NewCorrection { element, note, change } = wish;
    let wrong =
        |why: String, place: &str| Refusal::unfit(why, place, "see the API's document for what may be said");
    let element: ElementPath = element.parse().map_err(|why| wrong(format!("{why}"), "element"))?;
    let change: Change = serde_json::from_value(change).map_err(|why| wrong(why.to_string(), "change"))?;
    if note.as_ref().is_some_and(|note| note.chars().count() > LONGEST) {
        return Err(wrong(format!("the note is longer than {LONGEST} characters"), "note"));
    }
    let made =
        move |atlas: &lca_store::Atlas| lca_study::correct(atlas, &person.name, &element, change, note);
    Ok((StatusCode::CREATED, Json(act(&state, &id, made).await?)))
}

/// Takes a correction back.
#[utoipa::path(
    post,
    path = "/api/atlases/{a}/corrections/{id}/undo",
    tag = "corrections",
    params(("a" = String, Path, description = "The atlas"), ("id" = u64, Path, description = "The correction")),
    responses((status = 200, body = Corrected), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn undo(
    State(state): State<Shared>,
    Editor(person): Editor,
    Named((id, number)): Named<(String, u64)>,
) -> Answer<Corrected> {
    let undone = move |atlas: &lca_store::Atlas| lca_study::undo(atlas, &person.name, number);
    Ok(Json(act(&state, &id, undone).await?))
}

/// Lets a correction hold again.
#[utoipa::path(
    post,
    path = "/api/atlases/{a}/corrections/{id}/redo",
    tag = "corrections",
    params(("a" = String, Path, description = "The atlas"), ("id" = u64, Path, description = "The correction")),
    responses((status = 200, body = Corrected), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn redo(
    State(state): State<Shared>,
    Editor(person): Editor,
    Named((id, number)): Named<(String, u64)>,
) -> Answer<Corrected> {
    let redone = move |atlas: &lca_store::Atlas| lca_study::redo(atlas, &person.name, number);
    Ok(Json(act(&state, &id, redone).await?))
}

/// Does something to the journal, and tells those who listen.
async fn act(
    state: &Shared,
    id: &str,
    done: impl FnOnce(&lca_store::Atlas) -> Result<Correction, lca_study::StudyError> + Send + 'static,
) -> Result<Corrected, Refusal> {
    let answer = state.ask(id, move |volume| {
        let corrected = Corrected::of(done(&volume.view()?.atlas)?);
        volume.tell("correction", &corrected);
        Ok(corrected)
    });
    answer.await
}
