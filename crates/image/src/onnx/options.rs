use crate::ImageError;
use serde::{Deserialize, Serialize};

/// What a network that was trained elsewhere says of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnnxKind {
    /// The probability that a pixel lies in an object.
    Foreground,
    /// That probability, and the one that it lies on an object's boundary.
    ForegroundBoundary,
    /// The probability that an object is centred there, and how far its edge is along rays (StarDist).
    Stardist,
}

/// What is said of a network beside its file; what is left out is taken from the description beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OnnxOptions {
    /// What it says of pixels.
    pub kind: Option<OnnxKind>,
    /// Order of its axes in a letter each, `b` batch, `c` channel, `y`, `x`: `bcyx`.
    pub axes: Option<String>,
    /// How many pixels it sees around each square that it is asked about.
    pub halo: Option<usize>,
    /// From what probability on a pixel, or a star, is of an object.
    pub level: Option<f64>,
    /// How much of the smaller of two stars may lie in the other one, as a share of its area.
    pub overlap: Option<f64>,
    /// Typical diameter of an object in pixels.
    pub diameter: Option<f64>,
    /// Side of the squares in pixels.
    pub square: Option<usize>,
}

/// Widest halo, square and fixed input, in pixels.
pub(super) const MOST: usize = 8192;

impl OnnxOptions {
    /// # Errors
    /// [`ImageError::Parameter`] when a value is out of range.
    pub(super) fn check(&self) -> Result<(), ImageError> {
        let share = |value: f64| value > 0.0 && value < 1.0;
        let number = |value: Option<usize>| value.unwrap_or(1) as f64;
        ImageError::require(
            self.halo.is_none_or(|halo| halo <= MOST),
            "halo",
            number(self.halo),
            "at most 8192 pixels",
        )?;
        ImageError::require(
            self.square.is_none_or(|side| (16..=MOST).contains(&side)),
            "square",
            number(self.square),
            "16 to 8192 pixels",
        )?;
        let level = self.level.unwrap_or(0.5);
        ImageError::require(share(level), "level", level, "above 0 and below 1")?;
        let overlap = self.overlap.unwrap_or(0.5);
        ImageError::require(share(overlap), "overlap", overlap, "above 0 and below 1")?;
        let diameter = self.diameter.unwrap_or(10.0);
        ImageError::require(diameter > 0.0 && diameter.is_finite(), "diameter", diameter, "above 0 pixels")
    }
}
