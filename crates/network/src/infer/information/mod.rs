//! What genes tell of one another, whatever the shape of their dependence.

mod aracne;
mod clr;
mod mutual;

pub use aracne::data_processing;
pub use clr::context_likelihood;
pub use mutual::{bins_for, mutual_information};
