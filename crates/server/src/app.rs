//! All addresses and what answers them.

use crate::answer::Refusal;
use crate::state::Shared;
use crate::{api, data, door, page};
use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

/// The whole of the server.
pub(crate) fn app(state: Shared) -> Router {
    let (routes, _) = api::routes();
    routes
        .route("/data/{a}/{*path}", get(data::file))
        .route("/", get(page::index))
        .route("/assets/{*path}", get(page::asset))
        .route("/favicon.ico", get(page::icon))
        .route("/login", post(door::login))
        .fallback(absent)
        .method_not_allowed_fallback(not_so)
        .layer(from_fn_with_state(state.clone(), door::guard))
        .with_state(state)
}

async fn absent(uri: Uri) -> Refusal {
    Refusal::absent("there is nothing at this address", uri.path(), "see /api/openapi.json for all addresses")
}

async fn not_so(uri: Uri) -> Refusal {
    let what = "this address does not take that method";
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        what,
        uri.path(),
        "see /api/openapi.json for the methods it takes",
    )
}
