use crate::movie::MovieReader;
use crate::{FormatError, open_movie};
use lca_core::{ChunkError, ChunkSource};
use lca_pixels::{Labels, MovieMeta, PixelType, Pixels};
use ndarray::{ArrayD, Axis, Ix3};
use std::path::{Path, PathBuf};

/// The label images of a folder or stack, one frame at a time: whole numbers, 0 where there is nothing.
pub struct LabelFrames {
    movie: Box<dyn MovieReader>,
    path: PathBuf,
}

/// Opens label images as [`open_movie`] opens a movie: a folder of TIFF or PNG frames (of the Cell Tracking
/// Challenge, of Cellpose, of ImageJ), a stack, an OME-TIFF. Only headers are read.
///
/// # Errors
/// As [`open_movie`]; when the images have several channels, as coloured ones do, or hold fractions.
pub fn open_labels(path: &Path) -> Result<LabelFrames, FormatError> {
    let movie = open_movie(path)?;
    let meta = movie.meta();
    let instead = "save labels as images of one channel of unsigned integers, in which each object has one number";
    if meta.shape[1] != 1 {
        let what = format!("labels of {} channels", meta.shape[1]);
        return Err(FormatError::unsupported(path, what, instead));
    }
    if matches!(meta.pixel_type, PixelType::Float32 | PixelType::Float64) {
        return Err(FormatError::unsupported(path, "labels with fractions", instead));
    }
    Ok(LabelFrames { movie, path: path.to_owned() })
}

impl LabelFrames {
    /// What the files say of the movie.
    #[must_use]
    pub fn meta(&self) -> &MovieMeta {
        self.movie.meta()
    }

    fn labels(&self, t: usize) -> Result<Labels, ChunkError> {
        let pixels = whole_numbers(self.movie.read(t)?.pixels)
            .ok_or_else(|| ChunkError::new(t, format!("`{}` holds labels below 0", self.path.display())))?;
        let flat = pixels.index_axis_move(Axis(0), 0).into_dimensionality::<Ix3>();
        flat.map_err(|why| ChunkError::new(t, why))
    }
}

impl ChunkSource for LabelFrames {
    type Chunk = Labels;

    fn len(&self) -> usize {
        self.movie.len()
    }

    fn read(&self, t: usize) -> Result<Labels, ChunkError> {
        self.labels(t)
    }
}

/// Pixels as labels; none when one is below 0 or a fraction.
fn whole_numbers(pixels: Pixels) -> Option<ArrayD<u32>> {
    fn signed<T: Copy + TryInto<u32>>(array: &ArrayD<T>) -> Option<ArrayD<u32>> {
        let values: Option<Vec<u32>> = array.iter().map(|&value| value.try_into().ok()).collect();
        ArrayD::from_shape_vec(array.raw_dim(), values?).ok()
    }
    match pixels {
        Pixels::Uint8(array) => Some(array.mapv(u32::from)),
        Pixels::Uint16(array) => Some(array.mapv(u32::from)),
        Pixels::Uint32(array) => Some(array),
        Pixels::Int8(array) => signed(&array),
        Pixels::Int16(array) => signed(&array),
        Pixels::Int32(array) => signed(&array),
        Pixels::Float32(_) | Pixels::Float64(_) => None,
    }
}
