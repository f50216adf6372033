//! What is true in the virtual experiment. Only the simulators and the final scoring read it.

mod condition;
mod network;
mod parameter;

pub(crate) use condition::{ARMS, Arm, Stimulus};
pub(crate) use network::{Cell, Level, State, advance, at_rest};
pub(crate) use parameter::{KINETICS, KNOWN, KNOWN_TOTALS};
