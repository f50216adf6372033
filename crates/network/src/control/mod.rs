//! State control: the fewest nodes to hold, and at which values, so that a system leaves one attractor for another.

mod boolean;
mod minimal;
mod verify;

pub use boolean::BooleanDynamics;
pub use minimal::{Control, ControlOptions, ControlResult, control};
pub use verify::{Verdict, verify};

use crate::NetworkError;

/// Where a system comes to: one state at rest, or the states it goes through again and again.
pub type Rest = Vec<Vec<f64>>;

/// A system that can be run with some of its nodes held, whatever its equations: Boolean rules, rates.
pub trait Dynamics {
    /// The names of the nodes, in the order of a state's numbers.
    fn names(&self) -> Vec<String>;

    /// Where the system may come to from a state (one place, or several where its course is not determined)
    /// while nodes are held at values.
    ///
    /// # Errors
    /// When it does not come to rest, or cannot be run.
    fn settle(&self, start: &[f64], held: &[(usize, f64)]) -> Result<Vec<Rest>, NetworkError>;

    /// Whether two places are the same.
    fn same(&self, a: &Rest, b: &Rest) -> bool;
}
