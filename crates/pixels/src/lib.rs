//! Images in memory: typed n-dimensional [`Pixels`], what is known of a movie, one frame of it, and
//! labels. Every array is in the order `t, c, z, y, x`; a flat image has `z = 1`.
//!
//! ```
//! use lca_pixels::{Image, Labels};
//! let image: Image = Image::zeros((1, 4, 5)); // z, y, x
//! let labels: Labels = Labels::zeros(image.dim());
//! assert_eq!(labels.len(), 20);
//! ```

mod movie;
mod pixels;

pub use movie::{Frame, MovieMeta};
pub use pixels::{PixelType, Pixels};

/// One channel of one time point as numbers, `z, y, x`.
pub type Image = ndarray::Array3<f32>;

/// Which object each pixel belongs to, `z, y, x`; 0 is background.
pub type Labels = ndarray::Array3<u32>;
