use super::extract::{Asked, Given, Named};
use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::{Volume, start};
use crate::door::{Editor, Viewer};
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// Runs told at once, unless asked otherwise, and at most.
const RUNS: usize = 100;
const MOST: usize = 1000;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RunState {
    /// It is going on.
    Running,
    /// It is done.
    Done,
    /// A step failed.
    Failed,
    /// Someone stopped it.
    Cancelled,
}

/// Where a step of a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StepState {
    /// It need not be computed.
    UpToDate,
    /// Its turn has not come.
    Waiting,
    /// It is going on.
    Running,
    /// It is done, and its result in the atlas.
    Done,
    /// It failed.
    Failed,
    /// It was stopped.
    Cancelled,
}

/// A run of a study.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Progress {
    /// Where it stands.
    pub(crate) state: RunState,
    /// Why it failed, where it did.
    pub(crate) message: Option<String>,
    /// Its steps, once they are known.
    pub(crate) steps: Vec<StepProgress>,
}

/// A step of a run.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct StepProgress {
    /// Its name.
    pub(crate) id: String,
    /// Where it stands.
    pub(crate) state: StepState,
    /// Pieces that are ready.
    pub(crate) done: u64,
    /// Pieces there are; 0 where it does not tell.
    pub(crate) total: u64,
    /// How long it took, once it is done.
    pub(crate) seconds: Option<f64>,
    /// Why it failed, where it did.
    pub(crate) message: Option<String>,
}

impl Progress {
    pub(crate) const fn begun() -> Self {
        Self { state: RunState::Running, message: None, steps: Vec::new() }
    }

    pub(crate) fn end(&mut self, state: RunState, message: Option<String>) {
        (self.state, self.message) = (state, message);
    }
}

impl StepProgress {
    pub(crate) fn planned(id: &str, ready: bool) -> Self {
        let state = if ready { StepState::UpToDate } else { StepState::Waiting };
        Self { id: id.to_owned(), state, done: 0, total: 0, seconds: None, message: None }
    }
}

/// What was run.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Log {
    /// Commits, newest first.
    runs: Vec<Ran>,
    /// The run that is going on here, or was last.
    current: Option<Progress>,
    /// What to give as `before` for earlier ones; null: there are none.
    next: Option<u64>,
}

/// One commit of the run log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ran {
    /// The commit's number.
    id: u64,
    /// The step; none for what a command put in.
    step: Option<String>,
    /// Its kind.
    kind: Option<String>,
    /// When it began, ISO 8601.
    began: Option<String>,
    /// When it ended.
    ended: Option<String>,
    /// Always `done`: only what is done is committed.
    state: RunState,
    /// Paths of the elements it made.
    elements: Vec<String>,
}

/// Which runs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// How many, 1000 at most; left out, 100.
    #[serde(default)]
    #[param(minimum = 0, maximum = 1000)]
    limit: Option<usize>,
    /// Only those before this commit.
    #[serde(default)]
    #[param(minimum = 0)]
    before: Option<u64>,
}

/// The run log, newest first, and the run that is going on.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/runs",
    tag = "runs",
    params(("a" = String, Path, description = "The atlas"), Which),
    responses((status = 200, body = Log), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn runs(
    State(state): State<Shared>,
    _: Viewer,
    Named(id): Named<String>,
    Asked(which): Asked<Which>,
) -> Answer<Log> {
    Ok(Json(state.ask(&id, move |volume| log(volume, &which)).await?))
}

fn log(volume: &Volume, which: &Which) -> Result<Log, Refusal> {
    let limit = which.limit.unwrap_or(RUNS).min(MOST);
    let runs = volume.view()?.atlas.newest_runs(which.before, limit)?;
    let next = runs.last().map(|last| last.sequence).filter(|first| *first > 1);
    let ran = |run: lca_store::Run| {
        let text = |place: &str| run.record.pointer(place).and_then(Value::as_str).map(str::to_owned);
        Ran {
            id: run.sequence,
            step: text("/record/step"),
            kind: text("/record/kind"),
            began: text("/started"),
            ended: text("/ended"),
            state: RunState::Done,
            elements: run.elements.iter().map(ToString::to_string).collect(),
        }
    };
    Ok(Log { runs: runs.into_iter().map(ran).collect(), current: volume.runs.progress(), next })
}

/// What to run.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRun {
    /// Steps to compute though they are up to date.
    #[serde(default)]
    #[schema(max_items = 1000)]
    steps: Vec<String>,
    /// A step to compute though it is up to date, and all that follow from it.
    #[serde(default)]
    from: Option<String>,
}

/// Runs the study the server was given for this atlas: what is not up to date, and what is asked for.
#[utoipa::path(
    post,
    path = "/api/atlases/{a}/runs",
    tag = "runs",
    params(("a" = String, Path, description = "The atlas")),
    request_body = NewRun,
    responses((status = 202, body = Progress), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn begin(
    State(state): State<Shared>,
    _: Editor,
    Named(id): Named<String>,
    Given(wish): Given<NewRun>,
) -> Result<(StatusCode, Json<Progress>), Refusal> {
    let volume = state.library.find(&id)?;
    let begun = state.works.run(move || start(&volume, &wish.steps, wish.from.as_deref())).await?;
    Ok((StatusCode::ACCEPTED, Json(begun)))
}

/// Stops the run that is going on: the step it is at leaves nothing, those before it are kept.
#[utoipa::path(
    delete,
    path = "/api/atlases/{a}/runs/current",
    tag = "runs",
    params(("a" = String, Path, description = "The atlas")),
    responses(
        (status = 202, description = "It ends where it next can"),
        (status = "default", description = "Why not", body = Failure)
    )
)]
pub(super) async fn cancel(
    State(state): State<Shared>,
    _: Editor,
    Named(id): Named<String>,
) -> Result<StatusCode, Refusal> {
    if state.library.find(&id)?.runs.cancel() {
        return Ok(StatusCode::ACCEPTED);
    }
    Err(Refusal::new(StatusCode::CONFLICT, "nothing is being run", id, "start a run first"))
}
