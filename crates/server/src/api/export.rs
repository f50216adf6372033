use super::extract::{Asked, Named};
use super::query::{CSV, PARQUET};
use super::table::is_named;
use crate::answer::{Failure, Refusal};
use crate::atlases::Volume;
use crate::door::Viewer;
use crate::state::Shared;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures::stream;
use lca_core::{ElementKind, ElementPath};
use lca_store::FramePart;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Rows that are made text at once.
const BLOCK: usize = 1 << 15;

/// What to take along.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wish {
    /// A table of observations.
    observations: String,
    /// As what; left out, as CSV.
    #[serde(default)]
    #[param(inline)]
    format: Form,
}

/// As what a table is taken along.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Form {
    /// Text with commas between.
    #[default]
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// A whole table of observations as a file.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/export",
    tag = "tables",
    params(("a" = String, Path, description = "The atlas"), Wish),
    responses(
        (status = 200, description = "The file", content(
            (String = "text/csv"), (Vec<u8> = "application/vnd.apache.parquet")
        )),
        (status = "default", description = "Why not", body = Failure)
    )
)]
pub(super) async fn export(
    State(state): State<Shared>,
    _: Viewer,
    Named(id): Named<String>,
    Asked(wish): Asked<Wish>,
) -> Result<Response, Refusal> {
    let volume = state.library.find(&id)?;
    let (kind, ending) = match wish.format {
        Form::Csv => (CSV, "csv"),
        Form::Parquet => (PARQUET, "parquet"),
    };
    let named = format!("attachment; filename=\"{}.{ending}\"", plain(&wish.observations));
    let asked = Arc::clone(&volume);
    let (path, first) = state.works.run(move || begin(&asked, &wish)).await?;
    let body = match first {
        Some(first) => text(state, volume, path, first),
        None => whole(&state, &volume, path).await?,
    };
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, named)], body).into_response())
}

/// Finds the table, and reads the first rows where they are to be text.
fn begin(volume: &Volume, wish: &Wish) -> Result<(ElementPath, Option<FramePart>), Refusal> {
    let view = volume.view()?;
    let path = view.element(ElementKind::Observations, &wish.observations)?.path.clone();
    let first = match wish.format {
        Form::Csv => Some(view.atlas.read_frame_part(&path, 0..BLOCK, &|_| true)?),
        Form::Parquet => None,
    };
    Ok((path, first))
}

/// The file as it lies in the atlas.
async fn whole(state: &Shared, volume: &Arc<Volume>, path: ElementPath) -> Result<Body, Refusal> {
    let volume = Arc::clone(volume);
    let open = move || {
        let view = volume.view()?;
        let element = view.element(path.kind(), path.name())?;
        let file = view.atlas.raw_file(&format!("{}/data.parquet", element.folder))?;
        file.ok_or_else(|| Refusal::absent("the table has no file", path.to_string(), "make it anew"))
    };
    let file = state.reads.run(open).await?;
    let size = file.size;
    crate::data::body(state, file, 0..size).await
}

/// The rows as text, block by block as the client takes them.
fn text(state: Shared, volume: Arc<Volume>, path: ElementPath, first: FramePart) -> Body {
    let named = is_named(first.frame.index(), 0);
    let total = first.total;
    let blocks = stream::try_unfold((Some(first), 0), move |(ready, start)| {
        let (state, volume, path) = (state.clone(), Arc::clone(&volume), path.clone());
        async move {
            if start > 0 && start >= total {
                return Ok::<_, std::io::Error>(None);
            }
            let work = move || {
                let part = match ready {
                    Some(first) => first,
                    None => volume.view()?.atlas.read_frame_part(&path, start..start + BLOCK, &|_| true)?,
                };
                let text = lca_formats::table_text(&part.frame, named, start == 0);
                text.map_err(|why| Refusal::defect(&why.to_string()))
            };
            let text = state.works.run(work).await;
            let text = text.map_err(|refusal| std::io::Error::other(refusal.reason.what))?;
            Ok(Some((text, (None, start + BLOCK))))
        }
    });
    Body::from_stream(blocks)
}

/// A name that is one on every system.
fn plain(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    name.chars().take(100).map(letter).collect()
}
