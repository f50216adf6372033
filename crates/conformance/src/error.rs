use std::path::PathBuf;
use thiserror::Error;

/// Why a suite could not be run at all. A case that fails is no error but part of the [`crate::Report`].
#[derive(Debug, Error)]
pub enum ConformanceError {
    /// The folder or a file of the suite cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The folder holds no case.
    #[error("`{}` holds no case of the suite {suite}; name the folder that holds the numbered folders", path.display())]
    Empty {
        /// The suite.
        suite: &'static str,
        /// The folder.
        path: PathBuf,
    },
    /// Stopped on request.
    #[error(transparent)]
    Cancelled(#[from] lca_core::Cancelled),
}
