//! One graph type for cell tracks and lineage trees, and later for molecular networks.

mod tracks;

pub use tracks::{Detection, Track, Tracks, TracksError};
