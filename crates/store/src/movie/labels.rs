use super::downsample::Reduce;
use super::metadata::multiscales;
use super::pixel::with_type;
use super::pyramid::Pyramid;
use super::sink::check_meta;
use super::source::MovieReader;
use crate::commit::Staged;
use crate::error::Result;
use crate::zarr::write_group;
use crate::{Atlas, StoreError, Transaction};
use lca_core::{Axis, ChunkError, ChunkSink, ChunkSource, ElementKind, ElementPath};
use lca_pixels::{Labels, MovieMeta, PixelType};
use ndarray::{ArrayD, Axis as Dimension, Ix3};
use serde_json::json;
use std::sync::{Mutex, PoisonError};

/// Takes the label images of a movie in any order, from any thread.
#[derive(Debug)]
pub struct LabelsSink {
    staged: Staged,
    meta: MovieMeta,
    pyramid: Pyramid,
    seen: Mutex<Vec<bool>>,
}

impl Transaction {
    /// Begins the labels of a movie (`lca/movies/MOVIE/labels/NAME`), which must be in the atlas or
    /// in this transaction. `meta` is that of the movie; its channels and pixel type do not matter.
    /// Write all label images to the sink, then call [`LabelsSink::finish`].
    ///
    /// # Errors
    /// When there is no such movie, a length is 0, or the element cannot be written.
    pub fn labels_sink(&self, element: &ElementPath, meta: &MovieMeta) -> Result<LabelsSink> {
        let [t, _, z, y, x] = meta.shape;
        let meta = MovieMeta {
            shape: [t, 1, z, y, x],
            pixel_type: PixelType::Uint32,
            channels: Vec::new(),
            ..meta.clone()
        };
        check_meta(element, &meta)?;
        let staged = self.stage(element, &[ElementKind::MovieLabels], "labels of a movie")?;
        let kind = (meta.pixel_type, Reduce::First);
        let pyramid = Pyramid::create(&staged.shelf, &staged.folder, "", (&Axis::TCZYX, meta.shape), kind)?;
        Ok(LabelsSink { staged, meta, pyramid, seen: Mutex::new(vec![false; t]) })
    }
}

impl LabelsSink {
    /// Says that all label images were written.
    ///
    /// # Errors
    /// When one is missing.
    pub fn finish(self) -> Result<()> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(missing) = seen.iter().position(|seen| !seen) {
            return Err(StoreError::refused(
                &self.staged.element,
                format!("frame {missing} was not written"),
            ));
        }
        let name = self.staged.element.name();
        let attributes = json!({ "ome": {
            "version": "0.5",
            "multiscales": multiscales(name, &self.meta, self.pyramid.levels(), "nearest"),
            "image-label": { "source": { "image": "../../" } },
        }});
        write_group(&self.staged.shelf, &self.staged.folder, &attributes)?;
        self.staged.finish();
        Ok(())
    }

    fn take(&self, index: usize, labels: &Labels) -> Result<()> {
        let refuse = |why: String| StoreError::refused(&self.staged.element, why);
        if labels.shape() != &self.meta.shape[2..] {
            let (found, expected) = (labels.shape(), &self.meta.shape[2..]);
            return Err(refuse(format!("the labels of frame {index} are {found:?}, expected {expected:?}")));
        }
        match self.seen.lock().unwrap_or_else(PoisonError::into_inner).get_mut(index) {
            Some(seen) if !*seen => *seen = true,
            Some(_) => return Err(refuse(format!("frame {index} came twice"))),
            None => {
                return Err(refuse(format!("frame {index} is beyond the movie's {}", self.meta.shape[0])));
            }
        }
        self.pyramid.write(index, &labels.view().insert_axis(Dimension(0)))
    }
}

impl ChunkSink for LabelsSink {
    type Chunk = Labels;

    fn write(&self, index: usize, labels: Labels) -> std::result::Result<(), ChunkError> {
        self.take(index, &labels).map_err(|why| ChunkError::new(index, why))
    }
}

/// Labels on disk, read frame by frame.
#[derive(Debug)]
pub struct LabelsReader(MovieReader);

impl Atlas {
    /// Opens the labels of a movie, or those of a still image as of a movie of one frame.
    ///
    /// # Errors
    /// When the element is not there or is damaged.
    pub fn labels(&self, element: &ElementPath) -> Result<LabelsReader> {
        let kinds = [ElementKind::MovieLabels, ElementKind::Labels];
        let (shelf, folder) = self.open_element(element, &kinds, "labels")?;
        MovieReader::open(shelf, &folder, 0).map(LabelsReader)
    }
}

impl LabelsReader {
    /// Shape and sizes; there is one channel.
    #[must_use]
    pub const fn meta(&self) -> &MovieMeta {
        self.0.meta()
    }

    fn frame(&self, t: usize) -> Result<Labels> {
        let problem = |why: String| StoreError::format(self.0.array().path().as_str(), why);
        let wide = |value: f64| {
            let narrow = value as u32;
            if f64::from(narrow) == value { Ok(narrow) } else { Err(problem(format!("{value} is no label"))) }
        };
        let whole = |array: ArrayD<u32>| {
            let planes = array.index_axis_move(Dimension(0), 0);
            planes.into_dimensionality::<Ix3>().map_err(|why| problem(why.to_string()))
        };
        if self.meta().pixel_type == PixelType::Uint32 {
            return whole(self.0.pixels::<u32>(t)?);
        }
        let numbers: ArrayD<f64> =
            with_type!(self.meta().pixel_type, T => self.0.pixels::<T>(t)?.mapv(super::pixel::Pixel::to_f64));
        let shape = numbers.raw_dim();
        let labels = numbers.into_iter().map(wide).collect::<Result<Vec<u32>>>()?;
        whole(ArrayD::from_shape_vec(shape, labels).map_err(|why| problem(why.to_string()))?)
    }
}

impl ChunkSource for LabelsReader {
    type Chunk = Labels;

    fn len(&self) -> usize {
        self.meta().shape[0]
    }

    fn read(&self, index: usize) -> std::result::Result<Labels, ChunkError> {
        self.frame(index).map_err(|why| ChunkError::new(index, why))
    }
}
