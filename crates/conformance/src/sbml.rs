//! The SBML test suite.

mod semantic;
mod settings;

pub use semantic::sbml_semantic;
