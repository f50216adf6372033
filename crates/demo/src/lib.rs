//! A virtual experiment with known truth, through the whole circle.

mod bulk;
mod cell;
mod error;
mod optics;
mod options;
mod sequencing;
mod truth;

pub use error::DemoError;
pub use options::DemoOptions;
