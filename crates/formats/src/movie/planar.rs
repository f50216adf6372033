use super::{Files, MovieReader};
use crate::FormatError;
use crate::pixels::Flat;
use crate::tiff::Page;
use lca_core::{ChunkError, ChunkSource};
use lca_pixels::{Frame, MovieMeta};

/// Where one plane of a movie lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PlaneAt {
    /// Index of the file.
    pub(crate) file: usize,
    /// Page within the file.
    pub(crate) page: usize,
    /// Sample within the page.
    pub(crate) sample: usize,
}

/// A movie whose planes lie in pages of image files.
pub(crate) struct PlanarMovie {
    pub(crate) meta: MovieMeta,
    pub(crate) files: Files,
    /// For each t, c, z in that order.
    pub(crate) planes: Vec<PlaneAt>,
    /// What every page must be like.
    pub(crate) page: Page,
}

impl PlanarMovie {
    fn frame(&self, t: usize) -> Result<Frame, FormatError> {
        let [_, c, z, y, x] = self.meta.shape;
        let planes = &self.planes[t * c * z..(t + 1) * c * z];
        let mut order: Vec<usize> = (0..planes.len()).collect();
        order.sort_unstable_by_key(|&at| planes[at]);
        let mut slots: Vec<Option<Flat>> = planes.iter().map(|_| None).collect();
        let mut page: Option<((usize, usize), Flat)> = None;
        for at in order {
            let PlaneAt { file, page: index, sample } = planes[at];
            if page.as_ref().is_none_or(|(known, _)| *known != (file, index)) {
                page = Some(((file, index), self.read_page(file, index)?));
            }
            // One sample to a page is the common case, and needs no copy.
            slots[at] = match &mut page {
                Some((_, flat)) if self.page.samples > 1 => flat.slice(sample * y * x, (sample + 1) * y * x),
                whole => whole.take().map(|(_, flat)| flat),
            };
        }
        let broken = || {
            FormatError::broken(self.files.path(planes[0].file), "image", "its planes do not fit together")
        };
        let mut slots = slots.into_iter().map(|slot| slot.ok_or_else(broken));
        let mut all = slots.next().ok_or_else(broken)??;
        for slot in slots {
            if !all.append(slot?) {
                return Err(broken());
            }
        }
        Ok(Frame { pixels: all.shaped(&[c, z, y, x]).ok_or_else(broken)? })
    }

    fn read_page(&self, file: usize, page: usize) -> Result<Flat, FormatError> {
        let (found, flat) = self.files.read(file, page)?;
        if found != self.page {
            return Err(self.files.mixed(file, page, &found, 0, &self.page));
        }
        Ok(flat)
    }
}

impl ChunkSource for PlanarMovie {
    type Chunk = Frame;

    fn len(&self) -> usize {
        self.meta.shape[0]
    }

    fn read(&self, index: usize) -> Result<Frame, ChunkError> {
        if index >= self.len() {
            return Err(ChunkError::new(index, format!("the movie has only {} frames", self.len())));
        }
        self.frame(index).map_err(|error| ChunkError::new(index, error))
    }
}

impl MovieReader for PlanarMovie {
    fn meta(&self) -> &MovieMeta {
        &self.meta
    }
}
