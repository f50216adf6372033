use crate::solver::SolverError;
use lca_kinetics::KineticsError;
use thiserror::Error;

/// Why a model could not be simulated, fitted or judged.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ModelError {
    /// The network cannot be turned into equations.
    #[error(transparent)]
    Network(#[from] KineticsError),
    /// The equations could not be solved.
    #[error("condition `{condition}`: {cause}")]
    Solver {
        /// The condition simulated.
        condition: String,
        /// What went wrong.
        cause: SolverError,
    },
    /// A parameter has no value.
    #[error("`{0}` has no value: give it one in the model, the condition or the parameters")]
    NoValue(String),
    /// A reference leads nowhere.
    #[error("{place} refers to `{id}`, which {what}")]
    Reference {
        /// Who refers.
        place: String,
        /// To what.
        id: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Something is asked for that is not supported.
    #[error("{place}: {what} is not supported")]
    Unsupported {
        /// Where.
        place: String,
        /// What.
        what: &'static str,
    },
    /// A measurement has no likelihood under the simulation.
    #[error(
        "`{observable}` in condition `{condition}` at time {time} is simulated as {value} with noise {noise}, which gives no finite likelihood"
    )]
    NoLikelihood {
        /// The observable.
        observable: String,
        /// The condition.
        condition: String,
        /// When.
        time: f64,
        /// The simulated value.
        value: f64,
        /// Its noise.
        noise: f64,
    },
    /// A network cannot be simulated molecule by molecule.
    #[error("{element} cannot be simulated stochastically: {why}")]
    NotStochastic {
        /// Which part of it.
        element: String,
        /// Why not, and what to do.
        why: String,
    },
    /// A stochastic simulation came to a point from which it cannot go on.
    #[error("{element} at time {time}: {what}")]
    Jump {
        /// Whose fault it is.
        element: String,
        /// When.
        time: f64,
        /// What is wrong, and what to do.
        what: String,
    },
    /// An argument makes no sense.
    #[error("{what}: {why}")]
    Argument {
        /// Which.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// No start of a fit gave a finite objective.
    #[error(
        "none of the {0} starts could be simulated; see what `lca model objective` says of the problem, or narrow \
         the bounds of its parameters"
    )]
    NoFit(usize),
    /// Stopped on request.
    #[error(transparent)]
    Cancelled(#[from] lca_core::Cancelled),
}
