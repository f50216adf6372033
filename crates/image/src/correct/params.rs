use crate::ImageError;
use serde::{Deserialize, Serialize};

/// What to put right in a movie. What is asked is done in the order of the fields.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectParams {
    /// Uneven light is found from all frames together, and divided out.
    pub flatten: bool,
    /// The camera's value without light, for `flatten`. None: the least value of the movie.
    pub dark: Option<f64>,
    /// How smooth the light is, in pixels. None: a tenth of the longer side.
    pub light_px: Option<f64>,
    /// The ground of each frame is made even, at its level in the first frame.
    pub background: bool,
    /// The fall of brightness above the ground, by one exponential for each channel, is undone.
    pub bleaching: bool,
    /// Noise is lessened.
    pub denoise: bool,
    /// The field's drift is taken off: each frame lies where the first one does.
    pub drift: bool,
}

impl CorrectParams {
    /// Whether anything is asked.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.flatten || self.background || self.bleaching || self.denoise || self.drift
    }

    pub(crate) fn check(&self) -> Result<(), ImageError> {
        let light = self.light_px.unwrap_or(1.0);
        ImageError::require(light.is_finite() && light > 0.0, "light_px", light, "a finite number above 0")?;
        let dark = self.dark.unwrap_or(0.0);
        ImageError::require(dark.is_finite(), "dark", dark, "a finite number")
    }
}
