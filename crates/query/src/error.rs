use crate::words;
use datafusion::error::DataFusionError;
use std::time::Duration;
use thiserror::Error;

/// Why a query has no answer.
#[derive(Debug, Error)]
pub enum QueryError {
    /// The text is not SQL, or names what is not there.
    #[error("{what}{}{help}", if help.is_empty() { "" } else { "; " })]
    Sql {
        /// What is wrong.
        what: String,
        /// What to do, where that is known.
        help: String,
    },
    /// It asks for something other than rows of the atlas.
    #[error("{what}; a query here only reads: write SELECT …")]
    ReadOnly {
        /// What it asks for.
        what: String,
    },
    /// It took too long.
    #[error("the query took more than {} s; ask for fewer rows or columns, or allow more time", limit.as_secs_f64())]
    Time {
        /// The time it had.
        limit: Duration,
    },
    /// It needs more memory than it may have.
    #[error("the query needs more than {} MB; group or filter first, or allow more memory", limit >> 20)]
    Memory {
        /// The bytes it had.
        limit: usize,
    },
    /// The atlas cannot be read.
    #[error(transparent)]
    Store(#[from] lca_store::StoreError),
    /// A table of the atlas cannot be opened, or the machine refuses.
    #[error("the query failed: {0}")]
    Engine(String),
}

impl QueryError {
    /// What the engine said, in the words of who asked. `limit`: the bytes it had.
    pub(crate) fn from_engine(error: &DataFusionError, limit: usize) -> Self {
        match error.find_root() {
            DataFusionError::ResourcesExhausted(_) => Self::Memory { limit },
            DataFusionError::SQL(said, _) => words::unread(&said.to_string()),
            DataFusionError::Plan(said) | DataFusionError::NotImplemented(said) => words::told(said),
            DataFusionError::SchemaError(said, _) => words::told(&said.to_string()),
            DataFusionError::ArrowError(said, _) => words::told(&said.to_string()),
            DataFusionError::Internal(said) | DataFusionError::Execution(said) => words::told(said),
            other => Self::Engine(other.to_string()),
        }
    }
}
