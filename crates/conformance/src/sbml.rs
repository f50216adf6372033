//! The SBML test suite.

mod flux;
mod semantic;
mod settings;
mod stochastic;

pub use semantic::sbml_semantic;
pub use stochastic::sbml_stochastic;
