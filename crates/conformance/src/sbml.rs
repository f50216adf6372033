//! The SBML test suite.

mod flux;
mod semantic;
mod settings;

pub use semantic::sbml_semantic;
