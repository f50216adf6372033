mod detect;
mod files;
mod imagej;
mod ome;
mod planar;
mod series;
mod stack;
mod write;

use lca_core::ChunkSource;
use lca_pixels::{Frame, MovieMeta};

pub use detect::{MovieOptions, PageAxis, open_movie, open_movie_with};
pub(crate) use files::Files;
pub(crate) use planar::{PlanarMovie, PlaneAt};
pub(crate) use series::list_numbered;
pub use series::{frame_number, open_frame};
pub use write::write_tiff_series;
pub(crate) use write::{digits, read as read_chunk};

/// A movie of a foreign file, read one frame (`c, z, y, x`) at a time: memory is bounded by two
/// frames for each thread that reads. A still image is a movie of one frame.
pub trait MovieReader: ChunkSource<Chunk = Frame> {
    /// What the file says of the movie.
    fn meta(&self) -> &MovieMeta;
}
