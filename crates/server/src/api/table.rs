use super::columns::{ColumnHead, rows};
use super::extract::{Asked, Named};
use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::Volume;
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_core::ElementKind;
use lca_query::kind;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// Rows told at once, unless asked otherwise, and at most.
const ROWS: usize = 1000;
const MOST: usize = 50_000;

/// Some rows of a table.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Rows {
    /// The columns; the first is `name` where rows have names of their own.
    columns: Vec<ColumnHead>,
    /// The rows; what is missing is null.
    rows: Vec<Vec<Value>>,
    /// How many rows the table has.
    total: usize,
}

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// How many rows, 50,000 at most; left out, 1000.
    #[serde(default)]
    #[param(minimum = 0, maximum = 50_000)]
    limit: Option<usize>,
    /// How many rows to leave out before.
    #[serde(default)]
    #[param(minimum = 0)]
    offset: Option<usize>,
}

/// A table of observations.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/observations/{o}",
    tag = "tables",
    params(("a" = String, Path, description = "The atlas"), ("o" = String, Path, description = "The table"), Page),
    responses((status = 200, body = Rows), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn observations(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
    Asked(page): Asked<Page>,
) -> Answer<Rows> {
    Ok(Json(state.ask(&id, move |volume| read(volume, ElementKind::Observations, &name, &page)).await?))
}

/// A table of the registry: subjects, specimens, assays, conditions, cells.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/registry/{r}",
    tag = "tables",
    params(("a" = String, Path, description = "The atlas"), ("r" = String, Path, description = "The table"), Page),
    responses((status = 200, body = Rows), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn registry(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
    Asked(page): Asked<Page>,
) -> Answer<Rows> {
    // `subjects` and the like stand below `registry.` in the atlas, where lineages do not.
    let whole = format!("registry.{name}");
    let answer = state.ask(&id, move |volume| {
        let is_whole = volume.view()?.element(ElementKind::Registry, &whole).is_ok();
        read(volume, ElementKind::Registry, if is_whole { &whole } else { &name }, &page)
    });
    Ok(Json(answer.await?))
}

fn read(volume: &Volume, of: ElementKind, name: &str, page: &Page) -> Result<Rows, Refusal> {
    let view = volume.view()?;
    let element = view.element(of, name)?;
    let (start, limit) = (page.offset.unwrap_or(0), page.limit.unwrap_or(ROWS).min(MOST));
    let part = view.atlas.read_frame_part(&element.path, start..start.saturating_add(limit), &|_| true)?;
    let mut columns: Vec<ColumnHead> = Vec::new();
    let mut rows = rows(&part.frame);
    if is_named(part.frame.index(), start) {
        columns.push(ColumnHead { name: "name".into(), kind: "text".into() });
        rows.iter_mut()
            .zip(part.frame.index())
            .for_each(|(row, name)| row.insert(0, Value::from(name.as_str())));
    }
    let heads = part.frame.columns().iter();
    columns
        .extend(heads.map(|(name, column)| ColumnHead { name: name.clone(), kind: kind(column).to_owned() }));
    Ok(Rows { columns, rows, total: part.total })
}

/// Whether rows have names other than their numbers.
pub(super) fn is_named(names: &[String], start: usize) -> bool {
    names.iter().zip(start..).any(|(name, row)| *name != row.to_string())
}
