use crate::ImageError;
use serde::{Deserialize, Serialize};

/// What to measure of each labelled cell, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeasureParams {
    /// Pixels of y and x left out between a nucleus and its cytoplasm ring: blur mixes the two there.
    pub ring_gap_px: f64,
    /// Width of the cytoplasm ring in pixels of y and x; 0 for no ring.
    pub ring_width_px: f64,
    /// What is taken off every intensity before averaging.
    pub background: Background,
    /// Size of a pixel along z, y, x in µm, for the shape of stacks and rings. None: pixels are as
    /// high as wide.
    pub pixel_size_um: Option<[f64; 3]>,
}

/// What is taken off every intensity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Background {
    /// Nothing.
    None,
    /// The most common level among the quarter of the unlabelled pixels furthest from any cell; in large images of every few rows.
    Far,
    /// A known level, in the image's unit, such as a camera's offset.
    Constant(f64),
}

impl Default for MeasureParams {
    fn default() -> Self {
        Self { ring_gap_px: 1.5, ring_width_px: 4.0, background: Background::Far, pixel_size_um: None }
    }
}

impl MeasureParams {
    pub(crate) fn check(&self) -> Result<(), ImageError> {
        for (name, value) in [("ring_gap_px", self.ring_gap_px), ("ring_width_px", self.ring_width_px)] {
            let fine = value.is_finite() && value >= 0.0;
            ImageError::require(fine, name, value, "a finite number of pixels, 0 or more")?;
        }
        for &size in self.pixel_size_um.iter().flatten() {
            let fine = size.is_finite() && size > 0.0;
            ImageError::require(fine, "pixel_size_um", size, "a finite number above 0")?;
        }
        if let Background::Constant(level) = self.background {
            ImageError::require(level.is_finite(), "background", level, "a finite number")?;
        }
        Ok(())
    }

    pub(crate) fn spacing(&self) -> [f64; 3] {
        self.pixel_size_um.map_or([1.0; 3], |size| size.map(|along| along / size[2]))
    }
}
