use crate::FormatError;
use crate::movie::Files;
use crate::tiff::Page;
use lca_core::{ChunkError, ChunkSource};
use lca_pixels::Labels;
use std::path::Path;

/// The label images of a Cell Tracking Challenge folder, one frame at a time.
pub struct CtcLabels {
    frames: Vec<u32>,
    files: Files,
    page: Page,
    depth: usize,
}

impl CtcLabels {
    /// Joins the label images, whose headers must be alike.
    pub(super) fn new(folder: &Path, files: Vec<(u64, std::path::PathBuf)>) -> Result<Self, FormatError> {
        let frame = |number: &u64| {
            let what = format!("frame number {number} is too large");
            u32::try_from(*number).map_err(|_| FormatError::Unknown { path: folder.to_owned(), what })
        };
        let frames = files.iter().map(|(number, _)| frame(number)).collect::<Result<_, _>>()?;
        let files = Files::new(files.into_iter().map(|(_, path)| path).collect());
        let (page, depth) = (files.page(0, 0)?, files.pages(0)?);
        for file in 1..files.len() {
            let found = files.page(file, 0)?;
            if found != page {
                return Err(files.mixed(file, 0, &found, 0, &page));
            }
        }
        Ok(Self { frames, files, page, depth })
    }

    /// The frame number of each label image; a segmentation truth may skip frames.
    #[must_use]
    pub fn frames(&self) -> &[u32] {
        &self.frames
    }

    /// Length along z, y, x.
    #[must_use]
    pub const fn shape(&self) -> [usize; 3] {
        [self.depth, self.page.height, self.page.width]
    }

    /// The labels of image `index`, `z, y, x`.
    pub(super) fn labels(&self, index: usize) -> Result<Labels, FormatError> {
        let mut all = Vec::with_capacity(self.page.height * self.page.width);
        for page in 0..self.depth {
            let (found, flat) = self.files.read(index, page)?;
            if found != self.page {
                return Err(self.files.mixed(index, page, &found, 0, &self.page));
            }
            let wrong = || {
                let what = format!("labels as {:?} or below 0", found.pixel_type);
                FormatError::unsupported(self.files.path(index), what, "save labels as unsigned integers")
            };
            all.extend(flat.labels().ok_or_else(wrong)?);
        }
        let [z, y, x] = self.shape();
        let wrong =
            |_| FormatError::broken(self.files.path(index), "label", "it has not one label per pixel");
        Labels::from_shape_vec((z, y, x), all).map_err(wrong)
    }
}

impl ChunkSource for CtcLabels {
    type Chunk = Labels;

    fn len(&self) -> usize {
        self.frames.len()
    }

    fn read(&self, index: usize) -> Result<Labels, ChunkError> {
        if index >= self.frames.len() {
            return Err(ChunkError::new(index, format!("there are only {} label images", self.frames.len())));
        }
        self.labels(index).map_err(|error| ChunkError::new(index, error))
    }
}
