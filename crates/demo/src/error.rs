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
    /// The study failed.
    #[error(transparent)]
    Study(#[from] lca_study::StudyError),
    /// The atlas could not be read.
    #[error(transparent)]
    Store(#[from] lca_store::StoreError),
    /// Tracks could not be scored.
    #[error(transparent)]
    Score(#[from] lca_track::TrackError),
    /// A frame could not be read.
    #[error(transparent)]
    Chunk(#[from] lca_core::ChunkError),
    /// A result of the study is not what it should be.
    #[error("a result of the study cannot be read: {0}; remove the atlas and run again")]
    Json(#[from] serde_json::Error),
    /// A result of the study lacks a part.
    #[error("`{element}` of the atlas holds no `{file}`; remove the atlas and run again")]
    Missing {
        /// The element.
        element: String,
        /// The part.
        file: String,
    },
    /// A name is not one of an atlas' elements.
    #[error(transparent)]
    Element(#[from] lca_core::ElementPathError),
    /// Threads could not be started.
    #[error("cannot start threads: {0}; ask for fewer")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A table could not be built.
    #[error(transparent)]
    Table(#[from] lca_tables::TableError),
}

impl DemoError {
    pub(crate) fn file(what: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::File { what, path: path.to_owned(), source }
    }
}
