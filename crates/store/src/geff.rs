//! Tracks as GEFF graphs (Graph Exchange File Format, specification 1.3): nodes are detections,
//! edges lead forward in time.

mod metadata;
mod read;
mod rebuild;
mod write;

pub use read::read_geff;
pub use write::write_geff;
