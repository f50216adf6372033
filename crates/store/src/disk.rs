//! Bytes under keys: the object store, and who records what was written to it.

mod backing;
mod lock;
mod shelf;
mod zarr;
mod zipped;

pub(crate) use backing::Backing;
pub(crate) use lock::Lock;
pub(crate) use shelf::{FileSum, Shelf};
