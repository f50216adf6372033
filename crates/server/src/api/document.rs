//! All addresses of the API, and the document that describes them.

use super::{
    atlas, atlases, cells, corrections, events, export, model, movie, network, query, runs, session, states,
    table, traces, tracks,
};
use crate::answer::Failure;
use crate::door::Viewer;
use crate::state::Shared;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
pub(crate) use events::watch;
use std::sync::OnceLock;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Live Cell Atlas",
        description = "Atlases over HTTP: their files, what they hold, how they came about, and running their studies. \
                       No answer grows with the atlas: each list has a limit and tells how to go on. Errors say what, \
                       where and what to do."
    ),
    paths(crate::data::file),
    tags(
        (name = "session", description = "Who is here"),
        (name = "atlas", description = "What an atlas holds and how it came about"),
        (name = "data", description = "Files as they lie on disk"),
        (name = "images", description = "Movies"),
        (name = "tracks", description = "Cells over time"),
        (name = "tables", description = "Observations and registry"),
        (name = "models", description = "Networks and models"),
        (name = "runs", description = "Running studies"),
        (name = "corrections", description = "What people correct by hand")
    )
)]
struct Base;

/// All addresses of the API with their handlers, and their description.
pub(crate) fn routes() -> (Router<Shared>, Document) {
    let (router, document) = OpenApiRouter::with_openapi(Base::openapi())
        .routes(routes!(shown))
        .routes(routes!(session::session))
        .routes(routes!(atlases::atlases))
        .routes(routes!(atlas::atlas))
        .routes(routes!(movie::movie))
        .routes(routes!(states::states))
        .routes(routes!(tracks::tracks))
        .routes(routes!(tracks::points))
        .routes(routes!(traces::traces))
        .routes(routes!(table::observations))
        .routes(routes!(table::registry))
        .routes(routes!(cells::cells))
        .routes(routes!(query::query))
        .routes(routes!(export::export))
        .routes(routes!(network::network))
        .routes(routes!(model::model))
        .routes(routes!(runs::runs, runs::begin))
        .routes(routes!(runs::cancel))
        .routes(routes!(events::events))
        .routes(routes!(corrections::corrections, corrections::correct))
        .routes(routes!(corrections::undo))
        .routes(routes!(corrections::redo))
        .split_for_parts();
    (router, document)
}

/// This document.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "session",
    responses(
        (status = 200, description = "OpenAPI 3.1", body = Object),
        (status = "default", description = "Why not", body = Failure)
    )
)]
async fn shown(_: Viewer) -> Response {
    static SHOWN: OnceLock<String> = OnceLock::new();
    let document = SHOWN.get_or_init(|| openapi().unwrap_or_default());
    ([(CONTENT_TYPE, "application/json")], document.as_str()).into_response()
}

/// The document that describes the API (OpenAPI 3.1), as JSON.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn openapi() -> Result<String, serde_json::Error> {
    routes().1.to_pretty_json()
}
