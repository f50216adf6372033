//! Attractors of Boolean networks: the states and cycles that every course ends in, all of them.

mod asynchronous;
mod symbols;
mod synchronous;

use crate::NetworkError;
use lca_core::Progress;
use lca_graph::BooleanNetwork;
use symbols::Symbols;

/// How a Boolean network goes on from a state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Update {
    /// All nodes take their next value at once.
    #[default]
    Synchronous,
    /// One node, any of those whose rule says otherwise, takes its next value.
    Asynchronous,
}

/// Beyond what size the search for attractors is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttractorOptions {
    /// How the network goes on.
    pub update: Update,
    /// How many attractors are found at most.
    pub attractors: usize,
    /// How many states of one attractor are listed, or (synchronous) its period may have.
    pub states: usize,
    /// How many nodes the decision diagram of a set of states may have.
    pub diagram: usize,
}

impl Default for AttractorOptions {
    fn default() -> Self {
        Self { update: Update::Synchronous, attractors: 4096, states: 4096, diagram: 1_000_000 }
    }
}

/// States that are not left again, and each of which leads to each other.
#[derive(Debug, Clone, PartialEq)]
pub struct BooleanAttractor {
    /// How many states it has: 1 for a fixed point.
    pub size: f64,
    /// Its states: in the order in which they follow each other, from the lowest on (synchronous), or rising; empty
    /// where there are more than were to be listed.
    pub states: Vec<Vec<bool>>,
    /// The value of each node, where it is the same in all states.
    pub values: Vec<Option<bool>>,
    /// The share of all states that lead to it (synchronous), or that can (asynchronous).
    pub basin: f64,
}

/// All attractors of a network, in rising order of their values (off, on, changing). Sets of states are decision
/// diagrams, every state is accounted for, and what would exceed the limits is refused: what is returned is complete.
///
/// - Synchronous: from any state not accounted for, the cycle it runs into, and then all states that run into it.
/// - Asynchronous: the terminal components of the state graph (Xie & Beerel 2000, doi:10.1109/43.892857): from any state not
///   accounted for, what it reaches and what reaches it; where it can be left for good, on from there.
///
/// # Errors
/// When a limit is exceeded, or on request.
pub fn attractors(
    network: &BooleanNetwork,
    options: &AttractorOptions,
    progress: &dyn Progress,
) -> Result<Vec<BooleanAttractor>, NetworkError> {
    let symbols = Symbols::new(network, options.diagram)?;
    let mut found = match options.update {
        Update::Synchronous => synchronous::all(network, &symbols, options, progress)?,
        Update::Asynchronous => asynchronous::all(network, &symbols, options, progress)?,
    };
    let rank = |value: &Option<bool>| value.map_or(2, u8::from);
    found.sort_by_key(|one| (one.values.iter().map(rank).collect::<Vec<u8>>(), one.states.clone()));
    Ok(found)
}

/// Refuses one more attractor than allowed.
fn room_for(found: usize, options: &AttractorOptions) -> Result<(), NetworkError> {
    if found < options.attractors {
        return Ok(());
    }
    let why = format!(
        "there are more than {found}; each input that nothing acts on doubles their number: give inputs a value"
    );
    Err(NetworkError::Argument { what: "attractors", why })
}
