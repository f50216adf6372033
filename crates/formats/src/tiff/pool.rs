use super::{Page, TiffFile};
use crate::FormatError;
use crate::pixels::Flat;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Open files kept for the next read. Few, because a recording may lie in thousands of files.
const KEPT: usize = 16;

/// TIFF files that several threads read pages of. A file stays open after a read, so that the chain
/// of its pages is not walked again for each.
pub(crate) struct TiffPool {
    paths: Vec<PathBuf>,
    idle: Mutex<Vec<(usize, TiffFile)>>,
}

impl TiffPool {
    pub(crate) const fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths, idle: Mutex::new(Vec::new()) }
    }

    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The pixels of one page of file `file`, sample after sample.
    pub(crate) fn read(&self, file: usize, page: usize) -> Result<(Page, Flat), FormatError> {
        self.with(file, |tiff| tiff.read(page))
    }

    /// Runs `work` on an open file. A file that gave an error is closed.
    pub(crate) fn with<T>(
        &self,
        file: usize,
        work: impl FnOnce(&mut TiffFile) -> Result<T, FormatError>,
    ) -> Result<T, FormatError> {
        let kept = {
            let mut idle = self.idle();
            idle.iter().position(|(known, _)| *known == file).map(|at| idle.swap_remove(at).1)
        };
        let mut tiff = match kept {
            Some(tiff) => tiff,
            None => TiffFile::open(&self.paths[file])?,
        };
        let result = work(&mut tiff)?;
        let mut idle = self.idle();
        if idle.len() >= KEPT {
            idle.remove(0);
        }
        idle.push((file, tiff));
        Ok(result)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(usize, TiffFile)>> {
        // A list of open files is sound even if a thread died while holding it.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
