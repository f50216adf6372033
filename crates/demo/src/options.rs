use crate::DemoError;
use serde::{Deserialize, Serialize};

/// What the virtual experiment is like: the questions one asks before booking a microscope. Each
/// default is that of an ordinary experiment, for the reason given with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DemoOptions {
    /// Everything random follows from it.
    pub seed: u64,
    /// Cells in a movie's field of view at its start. 120: what a 20× objective shows of a
    /// sub-confluent culture on half a camera chip.
    pub cells: usize,
    /// Time between frames in s. 300: the usual choice for kinase translocation reporters, whose
    /// shuttling takes some 5 min (Regot et al. 2014), and gentle enough on cells for a day.
    pub frame_interval: f64,
    /// Length of a movie in s. 14,400: the response to a growth factor, its decline by feedback, and
    /// the level at which it settles.
    pub duration: f64,
    /// Size of a pixel in the specimen in µm. 0.65: a 20× objective on a camera of 6.5 µm pixels,
    /// binned 2 × 2, as is done for speed and light.
    pub pixel_size: f64,
    /// How much noise the camera and the light give relative to an ordinary experiment: the light
    /// dose is divided by its square. 1: 250 photons in a pixel of a nucleus, 120 of the reporter.
    pub noise: f64,
    /// Cells sequenced. 800: one lane of a droplet instrument, shared by two batches.
    pub sequenced_cells: usize,
    /// Starts of the fit, drawn from the parameters' bounds.
    pub starts: usize,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            cells: 120,
            frame_interval: 300.0,
            duration: 14_400.0,
            pixel_size: 0.65,
            noise: 1.0,
            sequenced_cells: 800,
            starts: 16,
        }
    }
}

impl DemoOptions {
    /// Frames of a movie; the first is taken just before the stimulus.
    #[must_use]
    pub fn frames(&self) -> usize {
        (self.duration / self.frame_interval).floor() as usize + 1
    }

    /// Checks that every option lies where the experiment makes sense.
    ///
    /// # Errors
    /// [`DemoError::Option`] with the first that does not.
    pub fn check(&self) -> Result<(), DemoError> {
        let ranges = [
            ("cells", self.cells as f64, 5.0, 5_000.0),
            ("frame-interval", self.frame_interval, 10.0, 3_600.0),
            ("duration", self.duration, 3_600.0, 172_800.0),
            ("pixel-size", self.pixel_size, 0.1, 3.0),
            ("noise", self.noise, 0.0, 20.0),
            ("sequenced-cells", self.sequenced_cells as f64, 50.0, 100_000.0),
            ("starts", self.starts as f64, 1.0, 10_000.0),
            ("frames", self.frames() as f64, 3.0, 2_000.0),
        ];
        let bad = ranges.into_iter().find(|(_, value, low, high)| !(low..=high).contains(&value));
        bad.map_or(Ok(()), |(name, value, low, high)| Err(DemoError::Option { name, value, low, high }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_make_sense_and_nonsense_is_named() {
        DemoOptions::default().check().unwrap();
        assert_eq!(DemoOptions::default().frames(), 49);
        let blind = DemoOptions { pixel_size: f64::NAN, ..Default::default() };
        assert!(blind.check().unwrap_err().to_string().contains("pixel-size"));
    }
}
