//! CX2 (<https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)>),
//! the exchange format of Cytoscape and NDEx.

mod read;
mod write;

pub(super) use read::parse;
pub(super) use write::text;
