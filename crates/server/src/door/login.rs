use crate::state::Shared;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// The browser's cookie that holds a token.
pub(crate) const COOKIE: &str = "lca_token";

/// How long a wrong token waits for its answer, so that guessing is slow.
const PAUSE: Duration = Duration::from_millis(500);

const FORM: &str = include_str!("login.html");

/// Asks a browser for a token; again, where the last was not known.
pub(crate) fn page(status: StatusCode) -> Response {
    let again = status == StatusCode::UNAUTHORIZED;
    let form = if again { FORM.replacen(" hidden>", ">", 1) } else { FORM.to_owned() };
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; \
                  frame-ancestors 'none'";
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, policy),
    ];
    (status, headers, form).into_response()
}

/// Takes a token from the form, and has the browser keep it where no script sees it.
pub(crate) async fn login(State(state): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let form = String::from_utf8_lossy(&body);
    let token = form.split('&').find_map(|field| field.strip_prefix("token=")).unwrap_or_default().trim();
    if state.door.holder(token).is_none() {
        tokio::time::sleep(PAUSE).await;
        return page(StatusCode::UNAUTHORIZED);
    }
    let secure = match headers.get("x-forwarded-proto").map(|proto| proto.as_bytes()) {
        Some(b"https") => "; Secure",
        _ => "",
    };
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict{secure}");
    (StatusCode::SEE_OTHER, [(LOCATION, "/".to_owned()), (SET_COOKIE, cookie)]).into_response()
}
