//! Who may come in, and what they may do.

mod guard;
mod login;
mod origin;
mod people;

pub(crate) use guard::{Editor, Viewer, guard};
pub(crate) use login::{COOKIE, login, page as login_page};

use crate::answer::Refusal;
use crate::{Access, ServerError};
use axum::http::header::{AUTHORIZATION, COOKIE as COOKIES};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use people::{read_roles, read_tokens};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Looks at everything.
    Viewer,
    /// Also runs studies and corrects by hand.
    Editor,
}

/// Who sent a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) role: Role,
}

/// How people are told apart.
#[derive(Debug)]
pub(crate) enum Door {
    /// Whoever reaches the loopback interface.
    Loopback,
    /// By the hash of their token: equal hashes are told in constant time.
    Tokens(Vec<(blake3::Hash, Person)>),
    /// By what a proxy says of them.
    Header { name: HeaderName, roles: BTreeMap<String, Role> },
}

impl Door {
    pub(crate) fn new(access: &Access) -> Result<Self, ServerError> {
        Ok(match access {
            Access::Loopback => Self::Loopback,
            Access::Tokens(path) => Self::Tokens(read_tokens(path)?),
            Access::Header { name, roles } => {
                let wrong = |_| ServerError::People {
                    path: roles.clone(),
                    problem: format!(
                        "`{name}` is not the name of a header; give one such as X-Forwarded-User"
                    ),
                };
                Self::Header { name: name.parse().map_err(wrong)?, roles: read_roles(roles)? }
            }
        })
    }

    /// Who sent a request with these headers.
    pub(crate) fn person(&self, headers: &HeaderMap) -> Result<Person, Refusal> {
        match self {
            Self::Loopback => Ok(Person { name: local_user(), role: Role::Editor }),
            Self::Tokens(known) => given(headers).and_then(|token| bearer(known, token)).ok_or_else(|| {
                let help = "send `Authorization: Bearer TOKEN`, or log in on the page";
                Refusal::new(StatusCode::UNAUTHORIZED, "who you are is not known", "token", help)
            }),
            Self::Header { name, roles } => {
                let said = headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
                let said = said.filter(|user| !user.is_empty()).ok_or_else(|| {
                    let what = format!("the proxy in front did not say who you are in `{name}`");
                    Refusal::new(StatusCode::UNAUTHORIZED, what, "header", "come through the proxy")
                })?;
                let role = roles.get(said).or_else(|| roles.get("*")).copied().ok_or_else(|| {
                    let help = "ask the one who runs the server for a line in the file of roles";
                    Refusal::new(StatusCode::FORBIDDEN, format!("`{said}` has no role here"), "header", help)
                })?;
                Ok(Person { name: said.to_owned(), role })
            }
        }
    }

    /// The person whose token this is.
    pub(crate) fn holder(&self, token: &str) -> Option<Person> {
        match self {
            Self::Tokens(known) => bearer(known, token),
            _ => None,
        }
    }
}

/// The person of a token. All are compared, whichever fits, so that the time says nothing.
fn bearer(known: &[(blake3::Hash, Person)], token: &str) -> Option<Person> {
    let hash = blake3::hash(token.as_bytes());
    known.iter().fold(None, |found, (one, person)| if *one == hash { Some(person.clone()) } else { found })
}

/// The token of a request: of a program in its header, of a browser in its cookie.
fn given(headers: &HeaderMap) -> Option<&str> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let header = header.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    let cookies = headers.get_all(COOKIES).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = cookies.flat_map(|value| value.split(';')).filter_map(|one| one.trim().split_once('='));
    header.or_else(|| cookies.find(|(name, _)| *name == COOKIE).map(|(_, token)| token))
}

/// Whose session this machine runs.
fn local_user() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "local".to_owned())
}
