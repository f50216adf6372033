//! Single cells: what differs between them, how they move, grow and divide, and their signals.

mod body;
mod culture;
mod motion;
mod traits;

pub(crate) use body::{Pose, Shape};
pub(crate) use culture::{Film, film, side};
pub(crate) use traits::stratified;
