use crate::Place;
use std::error::Error;
use std::path::PathBuf;
use thiserror::Error;

/// Why a study cannot be read or run.
#[derive(Debug, Error)]
pub enum StudyError {
    /// Something in `study.toml` is wrong; the place says where.
    #[error("{0}")]
    Place(Box<Place>),
    /// A file or folder cannot be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// There is no study in a folder.
    #[error("{}: a folder without a study.toml; name the study's file", path.display())]
    NoFile {
        /// The folder.
        path: PathBuf,
    },
    /// A step that is to be done anew is not in the study.
    #[error("there is no step `{step}` in the study; there are: {known}")]
    NoStep {
        /// The name that was given.
        step: String,
        /// The steps there are.
        known: String,
    },
    /// A step failed. Steps that were ready before stay ready.
    #[error("step `{step}` ({kind}): {cause}")]
    Step {
        /// The step.
        step: String,
        /// Its kind.
        kind: String,
        /// What went wrong.
        cause: StepError,
    },
    /// The run was stopped on request. Steps that were done before are kept.
    #[error("stopped on request; steps that were done are kept, `lca run` goes on from there")]
    Cancelled,
    /// The atlas cannot be opened, read or written.
    #[error(transparent)]
    Store(#[from] lca_store::StoreError),
    /// A run record in the atlas is not one.
    #[error(
        "the record of step `{step}` in the atlas cannot be read: {cause}; move the atlas away and run again"
    )]
    Record {
        /// The step.
        step: String,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// A correction by hand does not fit, or cannot be read.
    #[error("{what}; {help}")]
    Correction {
        /// What does not fit.
        what: String,
        /// What to do.
        help: String,
    },
    /// The threads to run on cannot be started.
    #[error("cannot start {threads} threads: {cause}; ask for fewer with --threads")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// What the system says.
        cause: String,
    },
}

impl From<Place> for StudyError {
    fn from(place: Place) -> Self {
        Self::Place(Box::new(place))
    }
}

/// Why one step failed, in the words of the room that met it.
#[derive(Debug, Error)]
pub enum StepError {
    /// What a step was given does not fit what it does.
    #[error("{what}; {help}")]
    Unfit {
        /// What does not fit.
        what: String,
        /// What to do.
        help: String,
    },
    /// A mistake in the software: the step panicked.
    #[error("a mistake in lca itself: {0}; please report it with the study")]
    Defect(String),
    /// An element that an earlier step made is missing or damaged.
    #[error("{what}; make it anew with: lca run {} --redo {step}", study.display())]
    Lost {
        /// What is wrong with it.
        what: String,
        /// The study.
        study: PathBuf,
        /// The step that made it.
        step: String,
    },
    /// A room below refused.
    #[error("{0}")]
    Room(Box<dyn Error + Send + Sync>),
}

impl StepError {
    /// A step was given what it cannot work with.
    pub(crate) fn unfit(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Unfit { what: what.into(), help: help.into() }
    }
}

macro_rules! from_room {
    ($($error:ty),* $(,)?) => {
        $(impl From<$error> for StepError {
            fn from(error: $error) -> Self {
                Self::Room(Box::new(error))
            }
        })*
    };
}

from_room!(
    lca_store::StoreError,
    lca_tables::TableError,
    lca_core::ElementPathError,
    lca_core::ChunkError,
    lca_core::Cancelled,
    lca_core::UnitError,
    lca_formats::FormatError,
    lca_cells::CellsError,
    lca_image::ImageError,
    lca_track::TrackError,
    lca_model::ModelError,
    lca_report::ReportError,
    serde_json::Error,
);
