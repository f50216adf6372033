use super::symbols::Symbols;
use super::{AttractorOptions, BooleanAttractor, room_for};
use crate::NetworkError;
use biodivine_lib_bdd::Bdd;
use lca_core::Progress;
use lca_graph::BooleanNetwork;
use std::collections::HashMap;

pub(super) fn all(
    network: &BooleanNetwork,
    symbols: &Symbols,
    options: &AttractorOptions,
    progress: &dyn Progress,
) -> Result<Vec<BooleanAttractor>, NetworkError> {
    let (mut left, mut found) = (symbols.all(), Vec::new());
    while let Some(start) = symbols.pick(&left) {
        progress.at(found.len() as u64, options.attractors as u64)?;
        room_for(found.len(), options)?;
        let states = cycle(network, start, options.states)?;
        let own = states.iter().map(|state| symbols.state(state)).reduce(|all, one| all.or(&one));
        let own = own.unwrap_or_else(|| left.clone());
        let basin = basin(symbols, &own, progress)?;
        left = left.and_not(&basin);
        let (size, values) = (states.len() as f64, symbols.values(&own));
        found.push(BooleanAttractor { size, states, values, basin: symbols.share(&basin) });
    }
    Ok(found)
}

/// Everything that runs into a set.
fn basin(symbols: &Symbols, own: &Bdd, progress: &dyn Progress) -> Result<Bdd, NetworkError> {
    let (mut all, mut edge) = (own.clone(), own.clone());
    while !edge.is_false() {
        progress.at(0, 1)?;
        edge = symbols.before(&edge)?.and_not(&all);
        all = all.or(&edge);
    }
    Ok(all)
}

/// The cycle a state runs into, from its lowest state on.
///
/// # Errors
/// When neither the way to it nor the cycle is shorter than sixteen times `most`.
fn cycle(network: &BooleanNetwork, start: Vec<bool>, most: usize) -> Result<Vec<Vec<bool>>, NetworkError> {
    let mut met = HashMap::new();
    let (mut path, mut state) = (Vec::new(), start);
    loop {
        if let Some(&first) = met.get(&state) {
            let mut states: Vec<Vec<bool>> = path.split_off(first);
            let lowest = states.iter().enumerate().min_by_key(|(_, state)| *state).map_or(0, |(at, _)| at);
            states.rotate_left(lowest);
            return Ok(states);
        }
        if path.len() >= most.saturating_mul(16) {
            let why = format!("no state came back within {} steps; allow longer cycles", path.len());
            return Err(NetworkError::Argument { what: "attractors", why });
        }
        met.insert(state.clone(), path.len());
        let next = network.next(&state);
        path.push(std::mem::replace(&mut state, next));
    }
}
