//! Cells to lineages: drift, linking, divisions, traces, scores.

mod error;
mod link;
mod objects;

pub use error::TrackError;
pub use link::{LinkParams, link};
pub use objects::{FrameObjects, Object};
