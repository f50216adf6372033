//! A small network learnt from people's labels, on the processor alone.

mod adam;
#[cfg(test)]
mod check;
mod conv;
mod input;
mod loss;
mod model;
mod plan;
mod scale;
mod sheet;
mod train;

pub use model::{NetModel, NetRecord};
pub use train::{NetParams, Told, train_net};
