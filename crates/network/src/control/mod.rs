//! State control: the fewest nodes to hold, and at which values, so that a system leaves one attractor for another.

mod boolean;
mod minimal;
mod verify;

pub use boolean::BooleanDynamics;
pub use minimal::{ControlOptions, ControlResult, control};
pub use verify::{Verdict, verify};

use crate::NetworkError;

/// Where a system comes to: one state at rest, or the states it goes through again and again.
pub type Rest = Vec<Vec<f64>>;

/// A node that is held: at one value, or, in a system that goes by steps, at these values in turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The node.
    pub node: usize,
    /// Its values, one at least.
    pub course: Vec<f64>,
}

impl Held {
    /// Its value after so many steps.
    #[must_use]
    pub fn value(&self, step: usize) -> f64 {
        self.course.get(step % self.course.len().max(1)).copied().unwrap_or(0.0)
    }
}

/// Nodes to hold together.
pub type Control = Vec<Held>;

/// A system that can be run with some of its nodes held, whatever its equations: Boolean rules, rates.
pub trait Dynamics {
    /// The names of the nodes, in the order of a state's numbers.
    fn names(&self) -> Vec<String>;

    /// Whether a place's states are gone through in their order, one a step, so that a node can be held along them.
    fn goes_by_steps(&self) -> bool {
        false
    }

    /// Where the system may come to from a state (one place, or several where its course is not determined)
    /// while nodes are held, from the first value of their course on.
    ///
    /// # Errors
    /// When it does not come to rest, or cannot be run.
    fn settle(&self, start: &[f64], held: &[Held]) -> Result<Vec<Rest>, NetworkError>;

    /// Whether two places are the same.
    fn same(&self, a: &Rest, b: &Rest) -> bool;
}
