use crate::command::place::failed;
use crate::failure::Failure;
use lca_formats::TiffRows;
use lca_image::{Field, ImageError};
use lca_pixels::{Frame, Image, MovieMeta};
use ndarray::{Axis, Ix4};
use std::borrow::Cow;
use std::path::Path;

/// Rows of a large TIFF as a field.
pub(super) struct Rows(pub(super) TiffRows);

impl Field for Rows {
    fn size(&self) -> [usize; 2] {
        self.0.size()
    }

    fn rows(&self, from: usize, to: usize) -> Result<Cow<'_, Image>, ImageError> {
        let values = self.0.read(from, to).map_err(|why| ImageError::Rows(why.to_string()))?;
        let shape = (1, to - from, self.size()[1]);
        Image::from_shape_vec(shape, values).map(Cow::Owned).map_err(|why| ImageError::Rows(why.to_string()))
    }
}

/// The channels of a flat frame that are looked at, as channels, y, x: one, or the colours without alpha.
pub(super) fn planes(frame: &Frame, one: Option<usize>, path: &Path) -> Result<Image, Failure> {
    let all = frame.pixels.to_f32().into_dimensionality::<Ix4>();
    let all = all.map_err(|_| failed("cannot use", path, &"it is not channels of flat images"))?;
    let (channels, depth, ..) = all.dim();
    if depth != 1 {
        let why = format!(
            "it has {depth} planes; only flat images are segmented here, stacks by the step `segment` of a study"
        );
        return Err(failed("cannot segment", path, &why));
    }
    let colours = if matches!(channels, 2 | 4) { channels - 1 } else { channels };
    let range = one.map_or(0..colours, |at| at..at + 1);
    Ok(all.index_axis_move(Axis(1), 0).slice_move(ndarray::s![range, .., ..]))
}

/// Refuses cells wider than the image, of which none could be found.
pub(super) fn holds(meta: &MovieMeta, diameter: Option<f64>) -> Result<(), Failure> {
    let [.., ny, nx] = meta.shape;
    match diameter.filter(|wide| *wide > ny.max(nx) as f64) {
        Some(wide) => Err(Failure::Use(format!(
            "--diameter is {wide} pixels, but the images are {ny} × {nx}; give the width of one cell in pixels"
        ))),
        None => Ok(()),
    }
}
