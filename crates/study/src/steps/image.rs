//! Pixels to objects.

pub(crate) mod correct_image;
pub(crate) mod image_quality;
pub(crate) mod score_segmentation;
pub(crate) mod segment;

use crate::StepError;
use lca_pixels::{Frame, Image, MovieMeta};
use ndarray::Axis;

/// Where a channel stands, by its name or its number from 0.
pub(crate) fn channel(meta: &MovieMeta, wanted: &str) -> Result<usize, StepError> {
    let names = meta.channel_names();
    let by_number = || wanted.parse().ok().filter(|at| *at < names.len());
    names.iter().position(|name| name == wanted).or_else(by_number).ok_or_else(|| {
        let what = format!("the movie has no channel `{wanted}`");
        StepError::unfit(what, format!("it has: {}", names.join(", ")))
    })
}

/// One channel of a frame as numbers.
pub(crate) fn image(frame: &Frame, channel: usize) -> Result<Image, StepError> {
    let wrong = || StepError::unfit("a frame is not c, z, y, x", "import the movie again");
    if frame.pixels.shape().len() != 4 || channel >= frame.pixels.shape()[0] {
        return Err(wrong());
    }
    frame.pixels.to_f32().index_axis_move(Axis(0), channel).into_dimensionality().map_err(|_| wrong())
}
