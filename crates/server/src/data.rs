//! The files of an atlas as they lie on disk.

mod conditional;
mod range;
mod send;

use crate::answer::{Failure, Refusal};
use crate::door::Viewer;
use crate::state::Shared;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
pub(crate) use send::body;
use send::{Found, send};

/// A file of an atlas as it lies on disk: metadata and chunks of Zarr, Parquet, models. Takes `Range`, `If-Range` and
/// `If-None-Match`. Addresses that the API gives begin with `~` and a tag of the element's content; what they lead to
/// never changes, and says so.
#[utoipa::path(
    get,
    path = "/data/{a}/{path}",
    tag = "data",
    params(
        ("a" = String, Path, description = "The atlas"),
        ("path" = String, Path, description = "Path below the atlas' folder, slashes as they are")
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 206, description = "The part asked for", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 304, description = "What you have is still it"),
        (status = 416, description = "The part lies beyond the file", body = Failure),
        (status = "default", description = "Why not", body = Failure)
    )
)]
pub(crate) async fn file(
    State(state): State<Shared>,
    _: Viewer,
    path: Result<Path<(String, String)>, PathRejection>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let answer = async {
        let Path((id, path)) = path?;
        let found = find(&state, &id, path).await?;
        send(&state, found, &method, &headers).await
    };
    answer.await.unwrap_or_else(Refusal::into_response)
}

/// Opens the file of a path, which may begin with a tag.
async fn find(state: &Shared, id: &str, path: String) -> Result<Found, Refusal> {
    let volume = state.library.find(id)?;
    let open = move || {
        let view = volume.view()?;
        let tagged = path.strip_prefix('~').and_then(|rest| rest.split_once('/'));
        let (tag, path) = tagged.unwrap_or(("", &path));
        let file = view.atlas.raw_file(path)?;
        let fixed = !tag.is_empty() && view.is_fixed(tag, path);
        let is_json = path.ends_with(".json") || path.ends_with(".zattrs");
        file.map(|file| Found { file, fixed, is_json }).ok_or_else(|| {
            let help = "chunks that hold nothing are not stored; see the list of elements for what there is";
            Refusal::absent(format!("there is no file `{path}` in the atlas"), path, help)
        })
    };
    state.reads.run(open).await
}
