//! A virtual experiment with known truth, through the whole circle.

mod bulk;
mod cell;
mod error;
mod files;
mod optics;
mod options;
mod score;
mod sequencing;
mod truth;

pub use error::DemoError;
pub use options::DemoOptions;
