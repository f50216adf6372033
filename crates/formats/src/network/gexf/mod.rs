//! GEXF (<https://gexf.net>), Gephi's exchange format.

mod read;
mod write;

pub(super) use read::read;
pub(super) use write::text;
