//! What is put right in a movie before its cells are sought: uneven light, ground, bleaching, noise, drift.

mod bleach;
mod denoise;
mod drift;
mod light;
mod movie;
mod params;
mod register;
mod shift;

pub use movie::{Correction, Lit};
pub use params::CorrectParams;
