use super::downsample::Reduce;
use super::metadata::{multiscales, omero};
use super::pyramid::{Pyramid, write_pixels};
use super::window::Windows;
use crate::commit::Staged;
use crate::error::Result;
use crate::zarr::write_group;
use crate::{StoreError, Transaction};
use lca_core::{Axis, ChunkError, ChunkSink, ElementKind, ElementPath};
use lca_pixels::{Frame, MovieMeta};
use serde_json::json;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes the frames of a movie in any order, from any thread, and writes each with its smaller
/// levels. Holds what is being written and nothing else.
#[derive(Debug)]
pub struct MovieSink {
    staged: Staged,
    meta: MovieMeta,
    pyramid: Pyramid,
    progress: Mutex<Progress>,
}

#[derive(Debug)]
struct Progress {
    seen: Vec<bool>,
    windows: Windows,
}

impl Transaction {
    /// Begins a movie. Write all its frames to the sink, then call [`MovieSink::finish`].
    ///
    /// # Errors
    /// When a length is 0, the channels' names do not fit, or the element cannot be written.
    pub fn movie_sink(&self, element: &ElementPath, meta: &MovieMeta) -> Result<MovieSink> {
        check_meta(element, meta)?;
        let staged = self.stage(element, &[ElementKind::Movie], "a movie")?;
        let kind = (meta.pixel_type, Reduce::Mean);
        let pyramid = Pyramid::create(&staged.shelf, &staged.folder, "", (&Axis::TCZYX, meta.shape), kind)?;
        let [frames, channels, ..] = meta.shape;
        let progress = Progress { seen: vec![false; frames], windows: Windows::new(channels) };
        Ok(MovieSink { staged, meta: meta.clone(), pyramid, progress: Mutex::new(progress) })
    }
}

/// Refuses what no movie can be.
pub(super) fn check_meta(element: &ElementPath, meta: &MovieMeta) -> Result<()> {
    if meta.shape.contains(&0) {
        return Err(StoreError::refused(element, format!("a length in its shape {:?} is 0", meta.shape)));
    }
    let named = meta.channels.len();
    if named != 0 && named != meta.shape[1] {
        return Err(StoreError::refused(element, format!("{named} names for {} channels", meta.shape[1])));
    }
    let sizes = meta.pixel_size_um.into_iter().flatten().chain(meta.frame_interval_s);
    match sizes.into_iter().find(|size| !(size.is_finite() && *size > 0.0)) {
        Some(bad) => Err(StoreError::refused(element, format!("a pixel size or frame interval is {bad}"))),
        None => Ok(()),
    }
}

impl MovieSink {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that all frames were written.
    ///
    /// # Errors
    /// When one is missing.
    pub fn finish(self) -> Result<()> {
        let progress = self.progress();
        if let Some(missing) = progress.seen.iter().position(|seen| !seen) {
            return Err(StoreError::refused(
                &self.staged.element,
                format!("frame {missing} was not written"),
            ));
        }
        let name = self.staged.element.name();
        let attributes = json!({ "ome": {
            "version": "0.5",
            "multiscales": multiscales(name, &self.meta, self.pyramid.levels(), "mean"),
            "omero": omero(&self.meta, &progress.windows),
        }});
        write_group(&self.staged.shelf, &self.staged.folder, &attributes)?;
        self.staged.finish();
        Ok(())
    }

    fn take(&self, index: usize, frame: &Frame) -> Result<()> {
        let refuse = |why: String| StoreError::refused(&self.staged.element, why);
        let expected = &self.meta.shape[1..];
        let pixels = &frame.pixels;
        if pixels.shape() != expected || pixels.pixel_type() != self.meta.pixel_type {
            return Err(refuse(format!(
                "frame {index} is {:?} of {:?}, expected {expected:?} of {:?}",
                pixels.shape(),
                pixels.pixel_type(),
                self.meta.pixel_type
            )));
        }
        match self.progress().seen.get_mut(index) {
            Some(seen) if !*seen => *seen = true,
            Some(_) => return Err(refuse(format!("frame {index} came twice"))),
            None => {
                return Err(refuse(format!("frame {index} is beyond the movie's {}", self.meta.shape[0])));
            }
        }
        let windows = Windows::of(pixels);
        write_pixels(&self.pyramid, index, pixels)?;
        self.progress().windows.widen(&windows);
        Ok(())
    }
}

impl ChunkSink for MovieSink {
    type Chunk = Frame;

    fn write(&self, index: usize, frame: Frame) -> std::result::Result<(), ChunkError> {
        self.take(index, &frame).map_err(|why| ChunkError::new(index, why))
    }
}
