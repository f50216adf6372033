use crate::TrackError;
use serde::{Deserialize, Serialize};

/// How to link objects into tracks. What is not given is learned from the objects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LinkParams {
    /// How far a cell may move from one frame to the next after drift is taken off, in pixels of y and
    /// x. None: learned from the distances between mutual nearest neighbours.
    pub max_distance_px: Option<f64>,
    /// How many frames in a row a cell may go undetected.
    pub max_gap_frames: u32,
    /// Whether the whole field moves and this is to be found and taken off.
    pub correct_drift: bool,
    /// Whether cells divide.
    pub divisions: bool,
    /// Least number of frames between two divisions of one line of descent.
    pub min_cycle_frames: u32,
    /// How much evidence a division needs, as a logarithm of odds; more means fewer divisions.
    pub division_evidence: f64,
    /// Size of a pixel along z, y, x in µm. None: pixels are as high as wide.
    pub pixel_size_um: Option<[f64; 3]>,
}

impl Default for LinkParams {
    fn default() -> Self {
        Self {
            max_distance_px: None,
            max_gap_frames: 2,
            correct_drift: true,
            divisions: true,
            min_cycle_frames: 5,
            division_evidence: 0.0,
            pixel_size_um: None,
        }
    }
}

impl LinkParams {
    pub(crate) fn check(&self) -> Result<(), TrackError> {
        let positive = |name: &'static str, value: f64| {
            let fine = value.is_finite() && value > 0.0;
            let need = "a finite number above 0";
            if fine { Ok(()) } else { Err(TrackError::Parameter { name, value, need }) }
        };
        positive("max_distance_px", self.max_distance_px.unwrap_or(1.0))?;
        for &size in self.pixel_size_um.iter().flatten() {
            positive("pixel_size_um", size)?;
        }
        if !self.division_evidence.is_finite() {
            let (name, value) = ("division_evidence", self.division_evidence);
            return Err(TrackError::Parameter { name, value, need: "a finite number" });
        }
        Ok(())
    }

    pub(crate) fn spacing(&self) -> [f64; 3] {
        self.pixel_size_um.map_or([1.0; 3], |size| size.map(|along| along / size[2]))
    }
}
