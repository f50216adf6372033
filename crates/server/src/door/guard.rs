use super::Person;
use super::origin::{host, is_own, same_site};
use crate::Role;
use crate::answer::Refusal;
use crate::door::Door;
use crate::state::Shared;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::HeaderName;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The longest address a request may name.
const LONGEST: usize = 8192;

/// What every answer tells browsers: take it for what it is said to be, show it in no other site's page.
const ALWAYS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // Not `no-referrer`: browsers then send the login form with the origin `null`.
    ("referrer-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Every request passes here: where it was sent to, where from, who sent it, and whether its body has a sane size and
/// comes in time.
pub(crate) async fn guard(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let mut answer = match admit(&state, request).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    for (name, value) in ALWAYS {
        let value = HeaderValue::from_static(value);
        answer.headers_mut().entry(HeaderName::from_static(name)).or_insert(value);
    }
    answer
}

async fn admit(state: &Shared, request: Request) -> Result<Request, Refusal> {
    let (mut parts, body) = request.into_parts();
    if parts.uri.path_and_query().is_some_and(|all| all.as_str().len() > LONGEST) {
        let what = format!("the address is longer than {LONGEST} bytes");
        return Err(Refusal::new(StatusCode::URI_TOO_LONG, what, "address", "ask for less at once"));
    }
    let name = host(&parts.headers)?;
    if matches!(state.door, Door::Loopback) && !is_own(&name, &state.host) {
        let what = format!("this server is not `{name}`");
        let help = "use http://127.0.0.1 or http://localhost with its port";
        return Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, what, "Host", help));
    }
    same_site(&parts.method, &parts.headers)?;
    if let Ok(person) = state.door.person(&parts.headers) {
        parts.extensions.insert(person);
    }
    let body = match parts.method {
        Method::GET | Method::HEAD => Body::empty(),
        _ => received(state, body).await?,
    };
    Ok(Request::from_parts(parts, body))
}

/// A whole body, which must be small and come in time.
async fn received(state: &Shared, body: Body) -> Result<Body, Refusal> {
    let limits = &state.limits;
    let too_large = |_| {
        let what = format!("the body is larger than {} bytes, or was cut off", limits.body);
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, what, "body", "send less at once")
    };
    let late = |_| {
        let what = format!("the body did not come within {} s", limits.request.as_secs_f64());
        Refusal::new(StatusCode::REQUEST_TIMEOUT, what, "body", "send it at once")
    };
    let whole = tokio::time::timeout(limits.request, to_bytes(body, limits.body)).await.map_err(late)?;
    whole.map(Body::from).map_err(too_large)
}

/// Someone who may look.
#[derive(Debug, Clone)]
pub(crate) struct Viewer(pub(crate) Person);

/// Someone who may change something.
#[derive(Debug, Clone)]
pub(crate) struct Editor(pub(crate) Person);

impl FromRequestParts<Shared> for Viewer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Refusal> {
        match parts.extensions.get::<Person>() {
            Some(person) => Ok(Self(person.clone())),
            // Once more, for what is wrong.
            None => state.door.person(&parts.headers).map(Self),
        }
    }
}

impl FromRequestParts<Shared> for Editor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Refusal> {
        let Viewer(person) = Viewer::from_request_parts(parts, state).await?;
        if person.role == Role::Editor {
            return Ok(Self(person));
        }
        let what = format!("`{}` may look, but not change anything", person.name);
        Err(Refusal::new(
            StatusCode::FORBIDDEN,
            what,
            "role",
            "ask the one who runs the server to be an editor",
        ))
    }
}
