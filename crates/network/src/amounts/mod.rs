//! Measured abundances as absolute amounts, and these as what a model starts from.

mod calibrate;
mod curve;
mod histones;
mod initial;
mod ruler;
mod units;

pub use calibrate::{Amount, Calibrated, Calibration, calibrate};
pub use curve::{Curve, CurveScale};
pub use histones::is_histone;
pub use initial::{InitialOptions, SetSpecies, set_initial};
pub use ruler::{Anchor, dna_mass};
