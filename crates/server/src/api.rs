//! The typed API: one file for each of its subjects.

mod atlas;
mod atlases;
mod cells;
mod columns;
mod corrections;
mod document;
mod element;
mod events;
mod export;
mod extract;
mod model;
mod movie;
mod network;
mod news;
mod query;
mod runs;
mod session;
mod states;
mod table;
mod traces;
mod tracks;

pub use document::openapi;
pub(crate) use document::{routes, watch};
pub(crate) use news::News;
pub(crate) use runs::{Progress, RunState, StepProgress, StepState};
pub(crate) use tracks::SeenTracks;
