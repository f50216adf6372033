//! Whether formulas name only what is there.

use super::at;
use crate::NetworkError;
use lca_kinetics::{Expr, Network};

/// Refuses a formula with a symbol that is not in the model, nor among `more`.
pub(super) fn check(network: &Network, more: &[&str], formula: &Expr, line: u64) -> Result<(), NetworkError> {
    let known: Vec<&str> = network.symbols().chain(more.iter().copied()).collect();
    for symbol in formula.symbols() {
        if !known.contains(&symbol) {
            return Err(unknown(&known, symbol, line));
        }
    }
    Ok(())
}

/// What to say of a symbol that is not among those known.
pub(super) fn unknown(known: &[&str], symbol: &str, line: u64) -> NetworkError {
    let near = lca_core::nearest(symbol, known.iter().copied());
    NetworkError::Reference {
        place: at(line),
        id: symbol.to_owned(),
        what: "which is no species, parameter, compartment or reaction",
        instead: near.map_or_else(
            || format!("state `@parameter {symbol} = 1` or `@species {symbol} = 1`"),
            |near| format!("is `{near}` meant? Else state `@parameter {symbol} = 1`"),
        ),
    }
}
