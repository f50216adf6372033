use lca_core::Cancelled;
use lca_kinetics::KineticsError;
use lca_numerics::lp::LpError;
use thiserror::Error;

/// Why a question cannot be asked of a network.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum NetworkError {
    /// Something is named that is not there.
    #[error("{place} names `{id}`, {what}; {instead}")]
    Reference {
        /// Who names it.
        place: String,
        /// What is named.
        id: String,
        /// What is wrong with it: `which is no node of the network`.
        what: &'static str,
        /// What to do.
        instead: String,
    },
    /// There is nothing to work on.
    #[error("{what}: {found} found, at least {needed} are needed; {instead}")]
    TooFew {
        /// What there is too little of.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        needed: usize,
        /// What to do.
        instead: &'static str,
    },
    /// An argument has a value it cannot have.
    #[error("{what}: {why}")]
    Argument {
        /// The argument.
        what: &'static str,
        /// What is wrong with it, and what to do.
        why: String,
    },
    /// No smallest feedback vertex set was proven to be one with the effort that was allowed.
    #[error(
        "no proof within {branches} branches: the minimum feedback vertex set has from {least} to {most} nodes; allow \
         more branches, or ask for a part of the network"
    )]
    Unproven {
        /// How many branches were allowed.
        branches: u64,
        /// So many nodes are needed.
        least: usize,
        /// So many nodes are enough.
        most: usize,
    },
    /// No fluxes satisfy the bounds, or none are the best.
    #[error("there is no best steady state of fluxes: {what}: {why}")]
    NoFluxes {
        /// The reaction, constraint or objective at fault.
        what: String,
        /// Why.
        why: String,
    },
    /// A reaction network cannot be turned into equations.
    #[error(transparent)]
    Kinetics(#[from] KineticsError),
    /// A linear program was not solved.
    #[error(transparent)]
    Program(#[from] LpError),
    /// Whoever asked has gone away.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
