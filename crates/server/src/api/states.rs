use super::extract::{Asked, Named};
use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::{View, Volume};
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_core::{ElementKind, ElementPath};
use lca_query::kind;
use lca_study::What;
use lca_tables::{Column, DataFrame};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

mod coded;
use coded::Coded;

/// Rows told at most at once.
const MOST: usize = 200_000;

/// States of the tracks of a movie: what a column of words says of each, once or frame by frame.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct States {
    /// What there is to ask for.
    choices: Vec<Choice>,
    /// What is told; null where there is nothing to ask for.
    chosen: Option<Choice>,
    /// The words, in the order of the alphabet.
    categories: Vec<String>,
    /// Tracks.
    track: Vec<u32>,
    /// Frames; null where a state holds for a whole track.
    t: Option<Vec<u32>>,
    /// Which of the words; null where there is none.
    code: Vec<Option<u32>>,
    /// Whether there is more than was asked for.
    truncated: bool,
}

/// A column that tells states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Choice {
    /// The observations or registry table.
    table: String,
    /// Its column.
    column: String,
}

/// Which states.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// The table; left out, the first that tells states.
    #[serde(default)]
    table: Option<String>,
    /// The column; left out, the first.
    #[serde(default)]
    column: Option<String>,
    /// How many rows, 200,000 at most, as when left out.
    #[serde(default)]
    #[param(minimum = 0, maximum = 200_000)]
    limit: Option<usize>,
}

/// States of a movie's tracks, from tables that were made from it and name tracks; where an atlas has tracks of one
/// movie only, also from tables that were brought in.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/movies/{m}/states",
    tag = "tracks",
    params(("a" = String, Path, description = "The atlas"), ("m" = String, Path, description = "The movie"), Which),
    responses((status = 200, body = States), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn states(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
    Asked(which): Asked<Which>,
) -> Answer<States> {
    Ok(Json(state.ask(&id, move |volume| told(volume, &name, &which)).await?))
}

fn told(volume: &Volume, name: &str, which: &Which) -> Result<States, Refusal> {
    let view = volume.view()?;
    let mut choices = Vec::new();
    for path in tables(&view, &view.element(ElementKind::Movie, name)?.path) {
        let head = view.atlas.read_frame_part(path, 0..1, &|_| true)?;
        choices.extend(columns(&head.frame).into_iter().map(|column| (path, column)));
    }
    let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|name| name == found);
    let chosen = choices
        .iter()
        .find(|(path, column)| is(&which.table, path.name()) && is(&which.column, column))
        .map(|(path, column)| (*path, column.clone()));
    let asked = which.table.is_some() || which.column.is_some();
    let named = |(path, column): &(&ElementPath, String)| Choice {
        table: path.name().to_owned(),
        column: column.clone(),
    };
    let choices: Vec<Choice> = choices.iter().map(named).collect();
    let Some((path, column)) = chosen else {
        let known: Vec<String> =
            choices.iter().map(|one| format!("{} of {}", one.column, one.table)).collect();
        let help = format!("there are: {}", known.join(", "));
        return if asked {
            Err(Refusal::unfit("no such column tells states of these tracks", "column", help))
        } else {
            Ok(States::default())
        };
    };
    let coded = read(&view, path, &column, which.limit.unwrap_or(MOST).min(MOST))?;
    let chosen = Some(Choice { table: path.name().to_owned(), column });
    let (categories, code) = coded.in_order();
    Ok(States {
        choices,
        chosen,
        categories,
        track: coded.track,
        t: coded.t,
        code,
        truncated: coded.truncated,
    })
}

/// Tables that may tell states of a movie's tracks.
fn tables<'a>(view: &'a View, movie: &ElementPath) -> Vec<&'a ElementPath> {
    let made = [What::Traces, What::Lineage, What::Frame];
    let mut found: Vec<&ElementPath> = made.into_iter().flat_map(|what| view.of_movie(movie, what)).collect();
    let tracked = view.elements.iter().filter(|one| one.path.kind() == ElementKind::Tracks).count();
    if tracked == 1 && !view.of_movie(movie, What::Tracks).is_empty() {
        let all = view.elements.iter().filter(|one| one.path.kind() == ElementKind::Observations);
        let brought = all.filter(|one| view.behind(one, What::Movie).is_none());
        found.extend(brought.map(|one| &one.path));
    }
    found
}

/// The columns of words of a table that names tracks.
fn columns(head: &DataFrame) -> Vec<String> {
    if !matches!(head.column("track"), Ok(Column::Int(_) | Column::NullableInt(_))) {
        return Vec::new();
    }
    let words = |column: &Column| matches!(kind(column), "text" | "category" | "boolean");
    head.columns().iter().filter(|(_, column)| words(column)).map(|(name, _)| name.clone()).collect()
}

fn read(view: &View, path: &ElementPath, column: &str, limit: usize) -> Result<Coded, Refusal> {
    let mut coded = Coded::default();
    let wanted = |name: &str| name == "track" || name == "t" || name == column;
    view.by_block(path, &wanted, |frame| {
        coded.take(frame, column, limit)?;
        Ok(coded.truncated)
    })?;
    Ok(coded)
}
