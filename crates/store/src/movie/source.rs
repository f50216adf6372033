use super::multiscale::Multiscale;
use super::pixel::{Pixel, with_type};
use crate::disk::{Backing, Shelf};
use crate::error::Result;
use crate::guard::guard;
use crate::zarr::{check_size, open_array};
use crate::{Atlas, StoreError};
use lca_core::{Axis, ChunkError, ChunkSource, ElementKind, ElementPath};
use lca_pixels::{Frame, MovieMeta, PixelType};
use ndarray::ArrayD;
use std::any::TypeId;
use std::path::Path;
use std::sync::Arc;
use zarrs::array::codec::api::CodecOptions;
use zarrs::array::{Array, ArraySubset, data_type as dt};

/// A movie or image on disk, read frame by frame.
#[derive(Debug)]
pub struct MovieReader {
    shelf: Arc<Shelf>,
    meta: MovieMeta,
    scale: Multiscale,
    key: String,
    level: usize,
    array: Array<Shelf>,
}

/// Opens an OME-NGFF image by anyone: versions 0.1 to 0.5, Zarr v2 or v3. A still is a movie of one
/// frame.
///
/// # Errors
/// When there is no such image, or it breaks the format's rules.
pub fn open_ome_zarr(path: impl AsRef<Path>) -> Result<MovieReader> {
    let backing = Arc::new(Backing::local(path.as_ref())?);
    MovieReader::open(Shelf::reading(&backing), "", 0)
}

impl Atlas {
    /// Opens a movie, or a still image as a movie of one frame.
    ///
    /// # Errors
    /// When the element is not there or is damaged.
    pub fn movie(&self, element: &ElementPath) -> Result<MovieReader> {
        let kinds = [ElementKind::Movie, ElementKind::Image];
        let (shelf, folder) = self.open_element(element, &kinds, "a movie or image")?;
        MovieReader::open(shelf, &folder, 0)
    }
}

impl MovieReader {
    pub(super) fn open(shelf: Arc<Shelf>, key: &str, level: usize) -> Result<Self> {
        let scale = Multiscale::read(&shelf, key)?;
        let problem = |why: String| StoreError::format(&shelf.shown(key), why);
        let path = scale.paths.get(level).ok_or_else(|| problem(format!("there is no level {level}")))?;
        let path = if key.is_empty() { path.clone() } else { format!("{key}/{path}") };
        let array = open_array(&shelf, &path)?;
        if array.dimensionality() != scale.axes.len() {
            let (axes, found) = (scale.axes.len(), array.dimensionality());
            return Err(problem(format!("it names {axes} axes, but its array has {found}")));
        }
        let meta = meta(&scale, &array).map_err(problem)?;
        Ok(Self { shelf: Arc::clone(&shelf), meta, scale, key: key.to_owned(), level, array })
    }

    /// Shape, pixel type, and sizes and names where known.
    #[must_use]
    pub const fn meta(&self) -> &MovieMeta {
        &self.meta
    }

    /// How many levels the pyramid has.
    #[must_use]
    pub const fn levels(&self) -> usize {
        self.scale.paths.len()
    }

    /// The same movie at another level of its pyramid; 0 is the full size. The pixel size of the
    /// others is that of the full size times how much smaller they are.
    ///
    /// # Errors
    /// When there is no such level.
    pub fn at_level(&self, level: usize) -> Result<Self> {
        let mut reader = Self::open(Arc::clone(&self.shelf), &self.key, level)?;
        if let Some(size) = &mut reader.meta.pixel_size_um {
            let full = Self::open(Arc::clone(&self.shelf), &self.key, 0)?.meta.shape;
            for (axis, size) in size.iter_mut().enumerate() {
                let (large, small) = (full[axis + 2] as f64, reader.meta.shape[axis + 2] as f64);
                *size *= (large / small).round();
            }
        }
        Ok(reader)
    }

    /// Which level this is.
    #[must_use]
    pub const fn level(&self) -> usize {
        self.level
    }

    /// The row-by-row pixels of one time point, whatever their stored type.
    pub(super) fn subset(&self, t: usize) -> Result<ArraySubset> {
        let shape = self.meta.shape;
        let problem = |why: String| StoreError::format(&self.shelf.shown(&self.key), why);
        if t >= shape[0] {
            return Err(problem(format!("frame {t} was asked for, there are {}", shape[0])));
        }
        let ranges = self.scale.axes.iter().map(|axis| match axis {
            Axis::T => t as u64..t as u64 + 1,
            other => 0..shape[Axis::TCZYX.iter().position(|axis| axis == other).unwrap_or(0)] as u64,
        });
        let lengths: Vec<u64> = shape[1..].iter().map(|&length| length as u64).collect();
        let item = self.array.data_type().fixed_size().unwrap_or(16) as u64;
        check_size(&self.shelf, &self.key, &lengths, item)?;
        Ok(ArraySubset::new_with_ranges(&ranges.collect::<Vec<_>>()))
    }

    fn frame(&self, t: usize) -> Result<Frame> {
        let pixels = with_type!(self.meta.pixel_type, T => T::wrap(self.pixels::<T>(t)?));
        Ok(Frame { pixels })
    }

    pub(super) fn pixels<T: Pixel + zarrs::array::ElementOwned>(&self, t: usize) -> Result<ArrayD<T>> {
        let problem = |why: String| StoreError::format(&self.shelf.shown(&self.key), why);
        let subset = self.subset(t)?;
        let options = CodecOptions::default().with_concurrent_target(rayon::current_num_threads());
        let read = || self.array.retrieve_array_subset_opt(&subset, &options);
        let shown = self.shelf.shown(&self.key);
        let data: Vec<T> = guard(&shown, || read().map_err(|why| problem(why.to_string())))?;
        ArrayD::from_shape_vec(self.meta.shape[1..].to_vec(), data).map_err(|why| problem(why.to_string()))
    }

    pub(super) const fn array(&self) -> &Array<Shelf> {
        &self.array
    }
}

fn meta(scale: &Multiscale, array: &Array<Shelf>) -> std::result::Result<MovieMeta, String> {
    let mut shape = [1; 5];
    for (axis, &length) in scale.axes.iter().zip(array.shape()) {
        let at = Axis::TCZYX.iter().position(|known| known == axis).unwrap_or(0);
        shape[at] = usize::try_from(length).map_err(|why| why.to_string())?;
    }
    let size = |axis| scale.scale_in(axis, "micrometer");
    let plane = size(Axis::Y).zip(size(Axis::X));
    Ok(MovieMeta {
        shape,
        pixel_type: pixel_type(array)?,
        pixel_size_um: plane.map(|(y, x)| [size(Axis::Z).unwrap_or(1.0), y, x]),
        frame_interval_s: scale.scale_in(Axis::T, "second"),
        channels: if scale.channels.len() == shape[1] { scale.channels.clone() } else { Vec::new() },
    })
}

/// The pixel type of an array; truth values and wide integers (labels by others) are read as `u32`.
fn pixel_type(array: &Array<Shelf>) -> std::result::Result<PixelType, String> {
    let kind = array.data_type().as_any().type_id();
    let known = [
        (TypeId::of::<dt::UInt8DataType>(), PixelType::Uint8),
        (TypeId::of::<dt::Int8DataType>(), PixelType::Int8),
        (TypeId::of::<dt::UInt16DataType>(), PixelType::Uint16),
        (TypeId::of::<dt::Int16DataType>(), PixelType::Int16),
        (TypeId::of::<dt::UInt32DataType>(), PixelType::Uint32),
        (TypeId::of::<dt::Int32DataType>(), PixelType::Int32),
        (TypeId::of::<dt::Float32DataType>(), PixelType::Float32),
        (TypeId::of::<dt::Float64DataType>(), PixelType::Float64),
    ];
    known.iter().find(|(id, _)| *id == kind).map(|(_, pixel_type)| *pixel_type).ok_or_else(|| {
        format!(
            "pixels of type {:?} are not supported; use 8 to 32 bit integers or floats",
            array.data_type()
        )
    })
}

impl ChunkSource for MovieReader {
    type Chunk = Frame;

    fn len(&self) -> usize {
        self.meta.shape[0]
    }

    fn read(&self, index: usize) -> std::result::Result<Frame, ChunkError> {
        self.frame(index).map_err(|why| ChunkError::new(index, why))
    }
}
