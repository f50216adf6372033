//! Tables of edges, one row each, told by their header: our own, and those of resources.

mod cellphonedb;
mod columns;
mod dialect;
mod general;
mod kegg;
mod layered;
mod omnipath;
mod read;
mod weights;
mod write;

pub(super) use dialect::Dialect;
pub(super) use layered::is_layered;
pub(super) use read::{Fate, Taken, read, read_layered};
pub use weights::read_weights;
pub(super) use write::text;
