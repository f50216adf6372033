//! What controls what: effects of parameters on outputs, at a point and over ranges, and which of
//! them measurements tell apart.

mod course;
mod identify;
mod information;
mod local;
mod morris;
mod range;
mod rank;
mod sequence;
mod sobol;
mod words;

pub use course::courses;
pub use identify::{Direction, Identification, ParameterPrecision, identify};
pub(crate) use information::row_vectors;
pub use local::{LocalSensitivity, OutputSensitivity, ParameterControl, local_sensitivity};
pub use morris::{MorrisEffects, MorrisOptions, morris_effects};
pub use range::Range;
pub use rank::{ParameterInfluence, rank_parameters};
pub use sobol::{SobolIndices, SobolOptions, sobol_indices};
