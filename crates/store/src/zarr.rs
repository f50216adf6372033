//! Zarr nodes: groups with attributes, and whole arrays in and out of memory.

mod append;
mod group;
mod limits;
mod read;
mod write;

pub(crate) use append::ArrayWriter;
pub(crate) use group::{Group, join, write_group};
pub(crate) use limits::check_size;
pub(crate) use read::{NdValues, Values, open_array, read_array, read_range};
pub(crate) use write::{Datum, write_array, write_one_chunk, write_options, write_scalar, write_texts, zstd};
