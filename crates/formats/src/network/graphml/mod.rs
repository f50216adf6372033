//! GraphML (Brandes et al., Graph Drawing 2001; <http://graphml.graphdrawing.org>).

mod read;
mod write;

pub(super) use read::read;
pub(super) use write::text;
