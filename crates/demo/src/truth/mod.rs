//! What is true in the virtual experiment. Only the simulators and the final scoring read it.

mod condition;
mod network;
mod parameter;

pub(crate) use condition::{Arm, Stimulus, ARMS};
pub(crate) use network::{Cell, Level, STATES, State, advance, at_rest};
pub(crate) use parameter::{KINETICS, KNOWN, KNOWN_TOTALS, Kinetic, Known};
