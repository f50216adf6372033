use crate::{PixelType, Pixels};
use serde::{Deserialize, Serialize};

/// What is known of a movie apart from its pixels. A still image is a movie of one frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovieMeta {
    /// Length along `t, c, z, y, x`.
    pub shape: [usize; 5],
    /// Number type of the pixels.
    pub pixel_type: PixelType,
    /// Size of a pixel along `z, y, x` in µm, where known.
    #[serde(default)]
    pub pixel_size_um: Option<[f64; 3]>,
    /// Time between frames in s, where known.
    #[serde(default)]
    pub frame_interval_s: Option<f64>,
    /// A name for each channel; empty when unknown.
    #[serde(default)]
    pub channels: Vec<String>,
}

impl MovieMeta {
    /// A name for each channel: its own, or `c0`, `c1`, …. Everything that is called after a channel takes it from here,
    /// so that it is called the same in a folder, in an atlas and while the microscope runs.
    #[must_use]
    pub fn channel_names(&self) -> Vec<String> {
        let name = |at: usize| self.channels.get(at).cloned().unwrap_or_else(|| format!("c{at}"));
        (0..self.shape[1]).map(name).collect()
    }
}

/// One time point of a movie: `c, z, y, x`. The chunk of movie sources and sinks.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The pixels, four axes `c, z, y, x`.
    pub pixels: Pixels,
}
