use crate::FormatError;
use crate::pixels::Flat;
use crate::png;
use crate::tiff::{Page, TiffPool};
use std::path::{Path, PathBuf};

/// The image files of a movie, all of one kind.
pub(crate) enum Files {
    Tiff(TiffPool),
    Png(Vec<PathBuf>),
}

impl Files {
    /// The files at `paths`: PNG when the first is named so, else TIFF.
    pub(crate) fn new(paths: Vec<PathBuf>) -> Self {
        match paths.first().is_some_and(|path| png::is_png(path)) {
            true => Self::Png(paths),
            false => Self::Tiff(TiffPool::new(paths)),
        }
    }

    pub(crate) fn path(&self, file: usize) -> &Path {
        match self {
            Self::Tiff(pool) => &pool.paths()[file],
            Self::Png(paths) => &paths[file],
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Tiff(pool) => pool.paths().len(),
            Self::Png(paths) => paths.len(),
        }
    }

    /// How many pages a file has.
    pub(crate) fn pages(&self, file: usize) -> Result<usize, FormatError> {
        match self {
            Self::Tiff(pool) => pool.with(file, |tiff| Ok(tiff.count())),
            Self::Png(_) => Ok(1),
        }
    }

    /// What a page is like, without its pixels.
    pub(crate) fn page(&self, file: usize, page: usize) -> Result<Page, FormatError> {
        match self {
            Self::Tiff(pool) => pool.with(file, |tiff| tiff.page(page)),
            Self::Png(paths) => png::header(&paths[file]),
        }
    }

    /// The pixels of a page, sample after sample.
    pub(crate) fn read(&self, file: usize, page: usize) -> Result<(Page, Flat), FormatError> {
        match self {
            Self::Tiff(pool) => pool.read(file, page),
            Self::Png(paths) => png::read(&paths[file]),
        }
    }

    /// The error that page `page` of file `file` is not like the first.
    pub(crate) fn mixed(
        &self,
        file: usize,
        page: usize,
        found: &Page,
        first: usize,
        expected: &Page,
    ) -> FormatError {
        let found = match page {
            0 => found.describe(),
            page => format!("{} in page {}", found.describe(), page + 1),
        };
        FormatError::Mixed {
            path: self.path(file).to_owned(),
            found,
            first: self.path(first).to_owned(),
            expected: expected.describe(),
        }
    }
}
