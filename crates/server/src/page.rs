//! The page, as it was built into the binary.

use crate::door::{Door, login_page};
use crate::state::Shared;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use std::io::Read;

/// A file of the page.
struct Asset {
    /// Its path below `web/dist`.
    name: &'static str,
    /// Tells its content from that of other builds.
    tag: &'static str,
    /// It, compressed by gzip.
    packed: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Where the page is missing.
const HOW: &str = "The page is not in this build of lca: with Node 20 or newer run `cargo xtask web`, then build lca again. \
                   The API is at /api/openapi.json.\n";

/// What the page may do: use this server, and nothing else in the world. Decoders of chunks are WebAssembly whose
/// glue is made from text, workers are made from blobs, and drawing libraries set styles.
const POLICY: &str = "default-src 'self'; script-src 'self' blob: 'unsafe-eval'; worker-src 'self' blob:; \
                      style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; \
                      connect-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";

/// The page, or a form to log in, or how to build the page.
pub(crate) async fn index(State(state): State<Shared>, headers: HeaderMap) -> Response {
    if matches!(state.door, Door::Tokens(_)) && state.door.person(&headers).is_err() {
        return login_page(StatusCode::OK);
    }
    match find("index.html") {
        Some(asset) => send(asset, &headers),
        None => {
            ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], HOW).into_response()
        }
    }
}

/// Another file of the page.
pub(crate) async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let name = format!("assets/{path}");
    find(&name).map_or_else(|| StatusCode::NOT_FOUND.into_response(), |asset| send(asset, &headers))
}

/// The icon browsers look for.
pub(crate) async fn icon(headers: HeaderMap) -> Response {
    let found = find("favicon.ico").or_else(|| find("favicon.svg"));
    found.map_or_else(|| StatusCode::NO_CONTENT.into_response(), |asset| send(asset, &headers))
}

fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

fn send(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tag = format!("\"{}\"", asset.tag);
    let common = [
        (CONTENT_TYPE, kind(asset.name)),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (VARY, "accept-encoding"),
    ];
    if text(IF_NONE_MATCH).split(',').any(|one| one.trim().trim_start_matches("W/") == tag) {
        return (StatusCode::NOT_MODIFIED, common, [(ETAG, tag)]).into_response();
    }
    if text(ACCEPT_ENCODING).split(',').any(|one| one.split(';').next().unwrap_or_default().trim() == "gzip")
    {
        return (common, [(ETAG, tag)], [(CONTENT_ENCODING, "gzip")], Body::from(asset.packed))
            .into_response();
    }
    let mut plain = Vec::new();
    match flate2::read::GzDecoder::new(asset.packed).read_to_end(&mut plain) {
        Ok(_) => (common, [(ETAG, tag)], plain).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
