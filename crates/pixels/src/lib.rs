//! Images in memory: typed n-dimensional [`Pixels`], what is known of a movie, one frame of it,
//! labels, and the plain operations on them. Every array is in the order `t, c, z, y, x`; a flat image
//! has `z = 1`, and no operation needs to know. All run on the ambient rayon pool and give the same
//! bits on any number of threads.
//!
//! ```
//! use lca_pixels::{Connectivity, Image, components, gaussian};
//! let mut image = Image::zeros((1, 32, 32)); // z, y, x
//! image[[0, 16, 16]] = 100.0;
//! let smooth = gaussian(&image, [0.0, 2.0, 2.0]);
//! let spots = components(&smooth.mapv(|value| value > 1.0), Connectivity::Faces);
//! assert_eq!(spots.iter().max(), Some(&1));
//! ```

mod components;
mod distance;
mod downsample;
mod error;
mod fullness;
mod gaussian;
mod lanes;
mod morphology;
mod movie;
mod neighbours;
mod outline;
mod peaks;
mod pixels;
mod runs;
mod scattered;
mod threshold;
mod watershed;
mod window;

pub use components::{areas, components, keep_labels, remove_small};
pub use distance::{distance_in_rows, distance_transform};
pub use downsample::{downsample_labels, downsample_mean};
pub use error::PixelsError;
pub use fullness::fullness;
pub use gaussian::{gaussian, laplacian_of_gaussian};
pub use morphology::{close, dilate, erode, fill_holes, open};
pub use movie::{Frame, MovieMeta};
pub use neighbours::Connectivity;
pub use outline::{Outline, outlines};
pub use peaks::{Peak, peaks};
pub use pixels::{PixelType, Pixels};
pub use runs::{LabelRuns, relabel, runs};
pub use scattered::scattered;
pub use threshold::otsu;
pub use watershed::watershed;
pub use window::{box_max, box_mean, box_min, local_mean_std};

/// One channel of one time point as numbers, `z, y, x`.
pub type Image = ndarray::Array3<f32>;

/// Which object each pixel belongs to, `z, y, x`; 0 is background.
pub type Labels = ndarray::Array3<u32>;

/// Which pixels are inside something, `z, y, x`.
pub type Mask = ndarray::Array3<bool>;
