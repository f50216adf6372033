//! How active transcription factors and pathways are, judged by the genes they act on.

mod area;
mod estimate;
mod linear;
mod multivariate;
mod pleiotropy;
mod prior;
mod univariate;
mod viper;

pub use estimate::{Activities, ActivityMethod, activities};
pub use prior::{Prior, Regulon};
