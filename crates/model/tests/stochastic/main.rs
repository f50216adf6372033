//! Stochastic simulation against theory.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod distribution;
mod events;
mod fuzz;
mod master;
mod network;
mod refused;
mod theory;
