//! What is put right in a movie before its cells are sought: uneven light, ground, bleaching, noise, drift.

mod bleach;
mod denoise;
mod drift;
mod light;
mod movie;
mod params;
mod register;
mod shift;

pub use bleach::{bleaching, bright_mean};
pub use denoise::{denoised, noise};
pub use drift::Drift;
pub use light::{Light, flattened};
pub use movie::Correction;
pub use params::CorrectParams;
pub use register::{Moved, moved};
pub use shift::shifted;
