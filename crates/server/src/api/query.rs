use super::columns::{ColumnHead, rows};
use super::extract::{Given, Named};
use crate::answer::{Failure, Refusal};
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use lca_query::{Found, Limits, QueryError, kind, query as ask};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::{Duration, Instant};
use utoipa::ToSchema;

/// Rows told at once, unless asked otherwise, and at most.
const ROWS: usize = 1000;
const MOST: usize = 100_000;

/// What a query may take of the machine.
const TIME: Duration = Duration::from_secs(30);
const MEMORY: usize = 512 << 20;

/// The longest query.
const LONGEST: usize = 64 << 10;

pub(super) const CSV: &str = "text/csv";
pub(super) const PARQUET: &str = "application/vnd.apache.parquet";

/// A question in SQL.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// A `SELECT`; tables are those of observations by name, and `registry.`, `networks.`, `runs.log`.
    sql: String,
    /// How many rows, 100,000 at most; left out, 1000.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000)]
    limit: Option<usize>,
}

/// What a query found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Reply {
    /// The columns.
    columns: Vec<ColumnHead>,
    /// The rows; what is missing is null.
    rows: Vec<Vec<Value>>,
    /// Whether there are more rows.
    truncated: bool,
    /// How long it took.
    seconds: f64,
}

/// Asks an atlas in SQL, which only reads, and within 30 s and 512 MB. With `Accept: text/csv` or
/// `application/vnd.apache.parquet` the answer is a file.
#[utoipa::path(
    post,
    path = "/api/atlases/{a}/query",
    tag = "tables",
    params(("a" = String, Path, description = "The atlas")),
    request_body = Question,
    responses(
        (status = 200, description = "The rows", content(
            (Reply = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.parquet")
        )),
        (status = "default", description = "Why not", body = Failure)
    )
)]
pub(super) async fn query(
    State(state): State<Shared>,
    _: Viewer,
    Named(id): Named<String>,
    headers: HeaderMap,
    Given(question): Given<Question>,
) -> Result<Response, Refusal> {
    if question.sql.len() > LONGEST {
        let what = format!("the query is longer than {LONGEST} bytes");
        return Err(Refusal::unfit(what, "sql", "ask for less at once"));
    }
    let wanted = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let form = [CSV, PARQUET].into_iter().find(|form| wanted.contains(form));
    let volume = state.library.find(&id)?;
    let work = move || {
        let begin = Instant::now();
        let rows = question.limit.unwrap_or(ROWS).min(MOST);
        let limits = Limits { rows, time: TIME, memory: MEMORY, ..Limits::default() };
        let found = ask(&volume.view()?.atlas, &question.sql, &limits)?;
        told(found, form, begin.elapsed().as_secs_f64())
    };
    state.queries.run(work).await
}

fn told(found: Found, form: Option<&'static str>, seconds: f64) -> Result<Response, Refusal> {
    let Found { table, truncated } = found;
    let Some(form) = form else {
        let heads = table.columns().iter();
        let columns = heads.map(|(name, one)| ColumnHead { name: name.clone(), kind: kind(one).to_owned() });
        let reply = Reply { columns: columns.collect(), rows: rows(&table), truncated, seconds };
        return Ok(Json(reply).into_response());
    };
    let bytes = match form {
        CSV => {
            lca_formats::table_text(&table, false, true).map_err(|why| Refusal::defect(&why.to_string()))?
        }
        _ => lca_store::parquet_bytes(&table)?,
    };
    Ok(([(CONTENT_TYPE, form)], bytes).into_response())
}

impl From<QueryError> for Refusal {
    fn from(error: QueryError) -> Self {
        let text = error.to_string();
        let (what, help) = text.rsplit_once("; ").unwrap_or((&text, "ask in another way"));
        match error {
            QueryError::Store(error) => error.into(),
            // What the engine stumbles over while it works is of the question too: a sum that is too large, a
            // function that does not take these values.
            _ => Self::unfit(what, "sql", help),
        }
    }
}
