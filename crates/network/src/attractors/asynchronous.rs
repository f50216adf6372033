use super::symbols::Symbols;
use super::{AttractorOptions, BooleanAttractor, room_for};
use crate::NetworkError;
use biodivine_lib_bdd::Bdd;
use lca_core::Progress;
use lca_graph::BooleanNetwork;

pub(super) fn all(
    network: &BooleanNetwork,
    symbols: &Symbols,
    options: &AttractorOptions,
    progress: &dyn Progress,
) -> Result<Vec<BooleanAttractor>, NetworkError> {
    let (mut left, mut found) = (symbols.all(), Vec::new());
    while let Some(start) = symbols.pick(&left) {
        room_for(found.len(), options)?;
        let own = terminal(network, symbols, start, (found.len(), options, progress))?;
        let basin = symbols.reach(&own, true)?;
        left = left.and_not(&basin);
        let (size, values) = (symbols.count(&own), symbols.values(&own));
        let states = states(symbols, own, size, options.states);
        found.push(BooleanAttractor { size, states, values, basin: symbols.share(&basin) });
    }
    Ok(found)
}

/// A terminal component that a state reaches: where something it reaches does not lead back, on from there.
fn terminal(
    network: &BooleanNetwork,
    symbols: &Symbols,
    start: Vec<bool>,
    (found, options, progress): (usize, &AttractorOptions, &dyn Progress),
) -> Result<Bdd, NetworkError> {
    let mut state = descend(network, start);
    loop {
        progress.at(found as u64, options.attractors as u64)?;
        let own = symbols.state(&state);
        let ahead = symbols.reach(&own, false)?;
        let gone = ahead.and_not(&symbols.reach(&own, true)?);
        match symbols.pick(&gone) {
            Some(next) => state = descend(network, next),
            None => return Ok(ahead),
        }
    }
}

/// Some way on, a few changes for each node: most states of a transient are passed by at once.
fn descend(network: &BooleanNetwork, mut state: Vec<bool>) -> Vec<bool> {
    for _ in 0..4 {
        for (at, node) in network.nodes().iter().enumerate() {
            let next = node.rule.evaluate(&|place| state.get(place).copied().unwrap_or(false));
            state[at] = next;
        }
    }
    state
}

/// The states of a set, rising; none where there are more than `most`.
fn states(symbols: &Symbols, mut set: Bdd, size: f64, most: usize) -> Vec<Vec<bool>> {
    if size > most as f64 {
        return Vec::new();
    }
    let mut states = Vec::new();
    while let Some(state) = symbols.pick(&set) {
        set = set.and_not(&symbols.state(&state));
        states.push(state);
    }
    states.sort();
    states
}
