//! Tables as Parquet: frames of the registry and observations, points, and shapes.

mod frame;
mod from_arrow;
mod geometry;
mod part;
mod points;
mod shapes;
mod to_arrow;
mod wkb;

pub(crate) use frame::{from_parquet, to_parquet};
pub use frame::{read_parquet, write_parquet};
pub use geometry::{Geometry, Shapes};
pub use part::FramePart;
