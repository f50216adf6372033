use crate::{ImageError, estimate_diameter, ground};
use lca_pixels::Image;
use std::borrow::Cow;

/// A flat image that gives rows when asked, so that it need not fit into memory.
pub trait Field: Sync {
    /// Pixels along y and x.
    fn size(&self) -> [usize; 2];

    /// Rows `from..to` as channels, y, x.
    ///
    /// # Errors
    /// [`ImageError::Rows`] when they cannot be read.
    fn rows(&self, from: usize, to: usize) -> Result<Cow<'_, Image>, ImageError>;
}

impl Field for Image {
    fn size(&self) -> [usize; 2] {
        [self.dim().1, self.dim().2]
    }

    fn rows(&self, from: usize, to: usize) -> Result<Cow<'_, Image>, ImageError> {
        if (from, to) == (0, self.dim().1) {
            return Ok(Cow::Borrowed(self));
        }
        Ok(Cow::Owned(self.slice(ndarray::s![.., from..to, ..]).to_owned()))
    }
}

/// Widest piece, in pixels, that the typical diameter is estimated from.
pub(super) const LOOK: usize = 640;

/// Typical diameter of the objects in the middle of a field, in pixels; none when there are none.
///
/// # Errors
/// When rows cannot be read or a pixel is not finite.
pub fn field_diameter(field: &dyn Field) -> Result<Option<f64>, ImageError> {
    let middle = |n: usize| n.saturating_sub(LOOK) / 2..(n.saturating_sub(LOOK) / 2 + LOOK).min(n);
    let [rows, columns] = field.size().map(middle);
    let seen = field.rows(rows.start, rows.end)?;
    let seen = grey(&seen.slice(ndarray::s![.., .., columns]).to_owned()).into_owned();
    ImageError::finite(&seen)?;
    if seen.is_empty() {
        return Ok(None);
    }
    Ok(estimate_diameter(&ground(&seen, [1.0; 3]), [1.0; 3])?)
}

/// The mean of the channels.
pub(crate) fn grey(window: &Image) -> Cow<'_, Image> {
    match window.dim().0 {
        1 => Cow::Borrowed(window),
        channels => {
            let sum = window.sum_axis(ndarray::Axis(0)).insert_axis(ndarray::Axis(0));
            Cow::Owned(sum / channels.max(1) as f32)
        }
    }
}
