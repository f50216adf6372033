//! Pixels to objects.

pub(crate) mod correct_image;
pub(crate) mod image_quality;
pub(crate) mod score_segmentation;
pub(crate) mod segment;

use crate::StepError;
use lca_pixels::{Frame, Image, MovieMeta};
use ndarray::Axis;

/// The names of a movie's channels: its own, or `c0`, `c1`, ….
pub(crate) fn channel_names(meta: &MovieMeta) -> Vec<String> {
    let name = |at: usize| meta.channels.get(at).cloned().unwrap_or_else(|| format!("c{at}"));
    (0..meta.shape[1]).map(name).collect()
}

/// Where a channel stands, by its name or its number from 0.
pub(crate) fn channel(meta: &MovieMeta, wanted: &str) -> Result<usize, StepError> {
    let names = channel_names(meta);
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
