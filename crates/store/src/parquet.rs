//! Tables as Parquet: frames of the registry and observations, points, and shapes.

mod files;
mod frame;
mod from_arrow;
mod geometry;
mod part;
mod points;
mod shapes;
mod to_arrow;
mod wkb;

pub use frame::{frame_of, parquet_bytes, read_parquet, write_parquet};
pub(crate) use frame::{from_parquet, to_parquet};
pub use geometry::{Geometry, Shapes};
pub use part::FramePart;
