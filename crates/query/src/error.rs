use datafusion::error::DataFusionError;
use std::time::Duration;
use thiserror::Error;

/// Why a query has no answer.
#[derive(Debug, Error)]
pub enum QueryError {
    /// The text is not SQL, or names what is not there.
    #[error("{what}; `SELECT * FROM information_schema.columns` lists all tables and columns")]
    Sql {
        /// What is wrong.
        what: String,
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
            DataFusionError::SQL(what, _) => Self::Sql { what: format!("this is not SQL: {what}") },
            DataFusionError::Plan(what) if refused(what) => Self::ReadOnly { what: what.clone() },
            DataFusionError::SchemaError(what, _) => Self::Sql { what: what.to_string() },
            DataFusionError::Plan(what) | DataFusionError::NotImplemented(what) => {
                Self::Sql { what: what.clone() }
            }
            other => Self::Engine(other.to_string()),
        }
    }
}

/// Whether the engine refused to write or to set something.
fn refused(what: &str) -> bool {
    ["DDL not supported", "DML not supported", "Statement not supported"]
        .iter()
        .any(|word| what.starts_with(word))
}
