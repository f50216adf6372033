//! What is answered: JSON, and errors that say what, where and what to do.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lca_store::StoreError;
use lca_study::{StepError, StudyError};
use serde::Serialize;
use utoipa::ToSchema;

/// What every handler of the API gives.
pub(crate) type Answer<T> = Result<Json<T>, Refusal>;

/// Why there is no answer.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) reason: Reason,
}

/// An error as it is sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Failure {
    error: Reason,
}

/// What went wrong, where, and what to do about it.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(crate) struct Reason {
    /// What went wrong.
    pub(crate) what: String,
    /// Where: an element, a parameter, a file.
    #[serde(rename = "where")]
    pub(crate) place: String,
    /// What to do about it.
    pub(crate) what_to_do: String,
}

impl Refusal {
    pub(crate) fn new(
        status: StatusCode,
        what: impl Into<String>,
        place: impl Into<String>,
        what_to_do: impl Into<String>,
    ) -> Self {
        let reason = Reason { what: what.into(), place: place.into(), what_to_do: what_to_do.into() };
        Self { status, reason }
    }

    /// Something that was asked for is not there.
    pub(crate) fn absent(what: impl Into<String>, place: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, what, place, help)
    }

    /// A parameter cannot be meant.
    pub(crate) fn unfit(what: impl Into<String>, place: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, what, place, help)
    }

    /// A mistake in the software.
    pub(crate) fn defect(what: &str) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("a mistake in lca itself: {what}"),
            "server",
            "please report it with what was asked",
        )
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(Failure { error: self.reason })).into_response()
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let text = error.to_string();
        let (what, help) = text.rsplit_once("; ").unwrap_or((&text, ""));
        match &error {
            StoreError::NoElement { element, .. } => Self::absent(
                format!("`{element}` is not in the atlas"),
                element.to_string(),
                "see the list of elements",
            ),
            StoreError::Kind { element, .. } => Self::unfit(what, element.to_string(), help),
            StoreError::Absent { path } => Self::absent(what, path.display().to_string(), help),
            StoreError::Locked { path } => {
                Self::new(StatusCode::CONFLICT, what, path.display().to_string(), help)
            }
            StoreError::Refused { element, .. } => Self::unfit(what, element.to_string(), help),
            _ => Self::new(StatusCode::INTERNAL_SERVER_ERROR, what, "atlas", help),
        }
    }
}

impl From<StudyError> for Refusal {
    fn from(error: StudyError) -> Self {
        match error {
            StudyError::Store(error) => error.into(),
            StudyError::NoStep { step, known } => Self::unfit(
                format!("there is no step `{step}` in the study"),
                "steps",
                format!("there are: {known}"),
            ),
            StudyError::Correction { what, help } => Self::unfit(what, "corrections", help),
            other => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                other.to_string(),
                "study",
                "look at the study's file",
            ),
        }
    }
}

impl From<StepError> for Refusal {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Unfit { what, help } => Self::unfit(what, "atlas", help),
            other => Self::new(StatusCode::INTERNAL_SERVER_ERROR, other.to_string(), "atlas", ""),
        }
    }
}

impl From<JsonRejection> for Refusal {
    fn from(why: JsonRejection) -> Self {
        Self::new(why.status(), why.body_text(), "body", "send JSON as the API's document describes it")
    }
}

impl From<QueryRejection> for Refusal {
    fn from(why: QueryRejection) -> Self {
        let what = why.body_text();
        let what = what.trim_start_matches("Failed to deserialize query string: ");
        Self::new(why.status(), what, "query", "see the API's document for the parameters")
    }
}

impl From<PathRejection> for Refusal {
    fn from(why: PathRejection) -> Self {
        Self::new(StatusCode::BAD_REQUEST, why.body_text(), "path", "see the API's document for the paths")
    }
}
