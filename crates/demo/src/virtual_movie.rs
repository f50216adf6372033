use crate::cell::{Film, film};
use crate::optics::Movie;
use crate::score::{TrueLineage, true_lineage};
use crate::truth::ARMS;
use crate::{DemoError, DemoOptions};
use lca_core::{ChunkError, ChunkSource};
use lca_graph::Tracks;
use lca_pixels::{Frame, Labels, MovieMeta, PixelType};
use std::collections::BTreeMap;

/// The movie of one arm of the virtual experiment, rendered as it is read, beside what is true of its cells.
/// Channel 0 is the nuclear marker, channel 1 the translocation reporter.
pub struct VirtualMovie {
    film: Film,
    options: DemoOptions,
    arm: usize,
}

impl VirtualMovie {
    /// Names of the arms there are.
    pub fn arms() -> impl Iterator<Item = &'static str> {
        ARMS.iter().map(|arm| arm.id)
    }

    /// Lets the cells of an arm live; none when there is no such arm.
    ///
    /// # Errors
    /// [`DemoError::Option`] when an option lies where no experiment is.
    pub fn new(options: &DemoOptions, arm: &str) -> Result<Option<Self>, DemoError> {
        options.check()?;
        let Some(arm) = ARMS.iter().position(|one| one.id == arm) else { return Ok(None) };
        Ok(Some(Self { film: film(options, &ARMS[arm], arm as u64), options: options.clone(), arm }))
    }

    /// What a microscope writes beside the movie.
    #[must_use]
    pub fn meta(&self) -> MovieMeta {
        let (frames, side, pixel) = (self.film.frames.len(), self.film.side, self.options.pixel_size);
        MovieMeta {
            shape: [frames, 2, 1, side, side],
            pixel_type: PixelType::Uint16,
            pixel_size_um: Some([1.0, pixel, pixel]),
            frame_interval_s: Some(self.options.frame_interval),
            channels: vec!["nuclei".into(), "reporter".into()],
        }
    }

    fn movie(&self) -> Movie<'_> {
        Movie::new(&self.film, &self.options, self.arm as u64)
    }

    /// What is true of the cells in view.
    ///
    /// # Errors
    /// Never, for a film made here; the tracks check themselves.
    pub fn truth(&self) -> Result<MovieTruth<'_>, DemoError> {
        Ok(MovieTruth { lineage: true_lineage(&self.film, &self.movie(), &self.options)? })
    }
}

impl ChunkSource for VirtualMovie {
    type Chunk = Frame;

    fn len(&self) -> usize {
        self.film.frames.len()
    }

    fn read(&self, index: usize) -> Result<Frame, ChunkError> {
        self.movie().read(index)
    }
}

/// What is true of the cells of a [`VirtualMovie`].
pub struct MovieTruth<'a> {
    lineage: TrueLineage<'a>,
}

impl MovieTruth<'_> {
    /// Every cell whose centre is in view; a detection's label is its track.
    #[must_use]
    pub const fn tracks(&self) -> &Tracks {
        &self.lineage.tracks
    }

    /// The pixels of each nucleus in a frame, by its track.
    #[must_use]
    pub fn labels(&self, t: usize) -> Labels {
        self.lineage.labels(t)
    }

    /// The reporter's level in the cytoplasm over that in the nucleus, of each track in a frame.
    #[must_use]
    pub fn ratios(&self, t: usize) -> BTreeMap<u32, f64> {
        self.lineage.seen(t).map(|(track, pose)| (track, pose.reporter[1] / pose.reporter[0])).collect()
    }
}
