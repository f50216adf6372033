use crate::StepError;
use crate::steps::Segment;
use lca_pixels::{Frame, Labels, MovieMeta};
use lca_tables::DataFrame;
use serde::Deserialize;

/// Frames whose objects are known before a study runs, as when they were found while the microscope ran.
/// They must be what the study's own step would find; a frame that is not known is computed.
pub trait ReadyFrames: Sync {
    /// Labels and measures of a frame, or none.
    fn frame(&self, t: usize) -> Option<(Labels, DataFrame)>;
}

/// Finds and measures the objects of single frames as the step `segment` does.
pub struct FrameSegmenter {
    step: Segment,
}

impl FrameSegmenter {
    /// Takes the step's parameters, as they stand in a study.
    ///
    /// # Errors
    /// When there is no such parameter, or its value is of another type.
    pub fn new(params: &toml::Table) -> Result<Self, StepError> {
        let step = Segment::deserialize(toml::Value::Table(params.clone()));
        let step = step.map_err(|why| StepError::unfit(why.to_string(), "see `lca schema`"))?;
        Ok(Self { step })
    }

    /// Labels and measures of one frame, `c, z, y, x`, of a movie.
    ///
    /// # Errors
    /// When there is no such channel, a pixel is not finite or a parameter is out of range.
    pub fn frame(&self, meta: &MovieMeta, frame: &Frame) -> Result<(Labels, DataFrame), StepError> {
        self.step.frame(meta, frame, None)
    }
}
