//! What correlations tell.

mod correlation;
mod partial;

pub(crate) use correlation::correlation;
pub use partial::{PartialCorrelation, partial_correlation};
