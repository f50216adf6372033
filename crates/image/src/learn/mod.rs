//! Pixels learnt from people's labels.

mod features;
mod forest;
mod model;
mod sizes;
mod tally;
mod targets;
mod train;
mod tune;

pub(crate) use features::{COARSE, COUNT, REACH, Tone, features};
pub use forest::{Forest, ForestParams};
pub use model::PixelModel;
pub(crate) use model::planes as reduced_planes;
pub(crate) use sizes::{LEVEL, Sizes};
pub(crate) use targets::{TARGETS, reduced_labels, targets};
pub(crate) use train::known;
pub use train::{Example, TrainParams, train};
