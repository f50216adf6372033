use crate::cell::Film;
use crate::optics::Movie;
use crate::{DemoError, DemoOptions};
use lca_core::{Cancelled, ChunkError, ChunkSource};
use lca_formats::{MovieReader, write_ome_tiff};
use lca_pixels::{Frame, MovieMeta, PixelType};
use std::path::Path;

/// Writes one arm's movie as OME-TIFF.
pub(super) fn write(
    path: &Path,
    film: &Film,
    options: &DemoOptions,
    stream: u64,
    tick: &(dyn Fn() -> Result<(), Cancelled> + Sync),
) -> Result<(), DemoError> {
    let meta = MovieMeta {
        shape: [film.frames.len(), 2, 1, film.side, film.side],
        pixel_type: PixelType::Uint16,
        pixel_size_um: Some([1.0, options.pixel_size, options.pixel_size]),
        frame_interval_s: Some(options.frame_interval),
        channels: vec!["nuclei".into(), "reporter".into()],
    };
    let shown = Shown { movie: Movie::new(film, options, stream), meta, tick };
    Ok(write_ome_tiff(path, &shown)?)
}

/// A movie with what a microscope writes beside it.
struct Shown<'a> {
    movie: Movie<'a>,
    meta: MovieMeta,
    tick: &'a (dyn Fn() -> Result<(), Cancelled> + Sync),
}

impl ChunkSource for Shown<'_> {
    type Chunk = Frame;

    fn len(&self) -> usize {
        self.movie.len()
    }

    fn read(&self, t: usize) -> Result<Frame, ChunkError> {
        (self.tick)().map_err(|stopped| ChunkError::new(t, stopped))?;
        self.movie.read(t)
    }
}

impl MovieReader for Shown<'_> {
    fn meta(&self) -> &MovieMeta {
        &self.meta
    }
}
