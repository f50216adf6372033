use crate::Role;
use crate::answer::{Answer, Failure};
use crate::door::Viewer;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// Languages of the page.
const LANGUAGES: [&str; 2] = ["en", "ja"];

/// Who is here.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// The person's name.
    user: String,
    /// What the person may do.
    role: Role,
    /// Languages the page speaks.
    languages: Vec<String>,
}

/// Who you are here, and what you may do.
#[utoipa::path(
    get,
    path = "/api/session",
    tag = "session",
    responses((status = 200, body = Session), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn session(Viewer(person): Viewer) -> Answer<Session> {
    let languages = LANGUAGES.map(str::to_owned).to_vec();
    Ok(Json(Session { user: person.name, role: person.role, languages }))
}
