use std::path::PathBuf;
use thiserror::Error;

/// Why a virtual experiment could not be made, run or scored.
#[derive(Debug, Error)]
pub enum DemoError {
    /// An option lies where no experiment is.
    #[error("`{name}` is {value}; give a number from {low} to {high}")]
    Option {
        /// The option.
        name: &'static str,
        /// What was given.
        value: f64,
        /// The least it may be.
        low: f64,
        /// The most it may be.
        high: f64,
    },
    /// A file or folder could not be written or read.
    #[error("cannot {what} {}: {source}; check that the place exists, is writable and has room", path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A measured file could not be written.
    #[error(transparent)]
    Format(#[from] lca_formats::FormatError),
    /// A formula of the model could not be read.
    #[error("`{text}` is no formula: {source}")]
    Math {
        /// The formula.
        text: String,
        /// Why not.
        source: lca_kinetics::MathError,
    },
    /// The counts contradict each other.
    #[error(transparent)]
    Counts(#[from] lca_numerics::CsrError),
    /// The true tracks contradict each other.
    #[error(transparent)]
    Tracks(#[from] lca_graph::TracksError),
    /// A table could not be built.
    #[error(transparent)]
    Table(#[from] lca_tables::TableError),
}

impl DemoError {
    pub(crate) fn file(what: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::File { what, path: path.to_owned(), source }
    }
}
