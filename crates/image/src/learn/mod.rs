//! Pixels learnt from people's labels.

mod features;
mod forest;
mod model;
mod targets;
mod train;

pub(crate) use features::{COARSE, COUNT, REACH, Tone, features};
pub use forest::{Forest, ForestParams};
pub use model::PixelModel;
pub use train::{Example, TrainParams, train};
