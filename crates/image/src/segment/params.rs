use crate::ImageError;
use serde::{Deserialize, Serialize};

/// How to find bright objects (nuclei, or cells filled with a marker) on a dark ground.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SegmentParams {
    /// Typical object diameter in pixels of y and x. None: taken from `diameter_um`, or else
    /// estimated from the image.
    pub diameter_px: Option<f64>,
    /// Typical object diameter in µm; needs `pixel_size_um`.
    pub diameter_um: Option<f64>,
    /// Size of a pixel along z, y, x in µm. None: pixels are as high as wide.
    pub pixel_size_um: Option<[f64; 3]>,
    /// How many standard deviations of the smoothed background noise an object must stand above the
    /// background.
    pub noise_factor: f64,
    /// Least mean brightness of an object above the background, as a share of the level that best parts
    /// bright and dark pixels of the whole image (0 to 1): keeps out haze and debris.
    pub dim_share: f64,
    /// Least brightness of an object's pixels above the background, as a share of the brightest
    /// smoothed value within about one diameter (0 to 1).
    pub local_share: f64,
    /// Where an object's edge lies between the background (0) and its own level (1).
    pub edge_level: f64,
    /// How deep the valley between two seeds must be to part two objects: 0 parts at every dent, 1
    /// hardly ever.
    pub split_depth: f64,
    /// Least area (volume in a stack) as a share of that of a disc (ball) of the typical diameter.
    pub min_size: f64,
    /// Greatest area (volume) as a multiple of that of a disc (ball) of the typical diameter.
    pub max_size: f64,
}

impl Default for SegmentParams {
    fn default() -> Self {
        Self {
            diameter_px: None,
            diameter_um: None,
            pixel_size_um: None,
            noise_factor: 4.0,
            dim_share: 0.15,
            local_share: 0.25,
            edge_level: 0.3,
            split_depth: 0.12,
            min_size: 0.12,
            max_size: 12.0,
        }
    }
}

impl SegmentParams {
    /// What suits [`crate::segment_field`], which smooths more and so may look for dimmer objects.
    #[must_use]
    pub fn of_fields() -> Self {
        Self { noise_factor: 3.0, local_share: 0.2, ..Self::default() }
    }

    pub(crate) fn check(&self) -> Result<(), ImageError> {
        let positive = "a finite number above 0";
        let sizes = self.pixel_size_um.iter().flatten();
        for &size in sizes {
            ImageError::require(size.is_finite() && size > 0.0, "pixel_size_um", size, positive)?;
        }
        for (name, value) in [("diameter_px", self.diameter_px), ("diameter_um", self.diameter_um)] {
            let value = value.unwrap_or(1.0);
            ImageError::require(value.is_finite() && value > 0.0, name, value, positive)?;
        }
        let share = |value: f64| (0.0..=1.0).contains(&value);
        for (name, value) in [
            ("dim_share", self.dim_share),
            ("local_share", self.local_share),
            ("edge_level", self.edge_level),
            ("split_depth", self.split_depth),
        ] {
            ImageError::require(share(value), name, value, "between 0 and 1")?;
        }
        for (name, value) in
            [("noise_factor", self.noise_factor), ("min_size", self.min_size), ("max_size", self.max_size)]
        {
            ImageError::require(
                value.is_finite() && value >= 0.0,
                name,
                value,
                "a finite number, 0 or more",
            )?;
        }
        Ok(())
    }

    /// Pixel size along z, y, x relative to that along x.
    pub(crate) fn spacing(&self) -> [f64; 3] {
        self.pixel_size_um.map_or([1.0; 3], |size| size.map(|along| along / size[2]))
    }

    /// The diameter in pixels of x, where the parameters say it.
    pub(crate) fn known_diameter(&self) -> Result<Option<f64>, ImageError> {
        match (self.diameter_px, self.diameter_um, self.pixel_size_um) {
            (Some(pixels), ..) => Ok(Some(pixels)),
            (None, Some(length), Some(size)) => Ok(Some(length / size[2])),
            (None, Some(_), None) => Err(ImageError::NoPixelSize),
            (None, None, _) => Ok(None),
        }
    }
}
