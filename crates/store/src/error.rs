use lca_core::ElementPath;
use lca_graph::TracksError;
use lca_tables::TableError;
use std::path::PathBuf;
use thiserror::Error;

/// Why an atlas, or something in it, cannot be read or written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no atlas there.
    #[error("{}: there is no atlas here (no `lca/commit.json`); create one, or check the path", path.display())]
    Absent {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Something is there already.
    #[error("{}: {what}", path.display())]
    Exists {
        /// Where it lies.
        path: PathBuf,
        /// What it is, and what to do.
        what: &'static str,
    },
    /// The atlas was written by a newer version of the software.
    #[error(
        "{path}: written in atlas format {found}, this version knows formats up to {known}; update the software"
    )]
    Newer {
        /// The commit record.
        path: String,
        /// The format it says it has.
        found: u64,
        /// The newest format this version can read.
        known: u64,
    },
    /// Another process is writing to the atlas.
    #[error("{}: another process is writing to this atlas; wait until it has ended", path.display())]
    Locked {
        /// The atlas.
        path: PathBuf,
    },
    /// The element asked for is not in the atlas.
    #[error("`{element}` is not in the atlas; there are: {present}")]
    NoElement {
        /// The element asked for.
        element: ElementPath,
        /// The elements there are.
        present: String,
    },
    /// The element is of another kind than the call needs.
    #[error("`{element}` is not {expected}; use a path in the folder of that kind")]
    Kind {
        /// The element.
        element: ElementPath,
        /// What is needed.
        expected: &'static str,
    },
    /// A file cannot be read.
    #[error("{path}: cannot be read: {cause}")]
    Read {
        /// The file or folder.
        path: String,
        /// What the system says.
        cause: String,
    },
    /// A file cannot be written.
    #[error("{path}: cannot be written: {cause}; check the free space and the permissions of the folder")]
    Write {
        /// The file or folder.
        path: String,
        /// What the system says.
        cause: String,
    },
    /// A file is not what its format asks for.
    #[error("{path}: {problem}; the file is damaged, or was not written by the format's rules")]
    Format {
        /// The file or folder.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// A committed file is missing or has changed.
    #[error("{path}: {problem}; restore the file, or make the element anew with `lca run STUDY --redo STEP`")]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// What was given to write is not consistent.
    #[error("`{element}` cannot be written: {problem}")]
    Refused {
        /// The element.
        element: ElementPath,
        /// What is wrong with it.
        problem: String,
    },
    /// A table's parts contradict each other.
    #[error("{path}: {source}")]
    Table {
        /// The table.
        path: String,
        /// What contradicts.
        source: TableError,
    },
    /// Detections and tracks contradict each other.
    #[error("{path}: {source}")]
    Tracks {
        /// The tracks.
        path: String,
        /// What contradicts.
        source: TracksError,
    },
}

impl StoreError {
    pub(crate) fn format(path: &str, problem: impl ToString) -> Self {
        Self::Format { path: path.to_owned(), problem: problem.to_string() }
    }

    pub(crate) fn read(path: &str, cause: impl ToString) -> Self {
        Self::Read { path: path.to_owned(), cause: cause.to_string() }
    }

    pub(crate) fn write(path: &str, cause: impl ToString) -> Self {
        Self::Write { path: path.to_owned(), cause: cause.to_string() }
    }

    pub(crate) fn refused(element: &ElementPath, problem: impl ToString) -> Self {
        Self::Refused { element: element.clone(), problem: problem.to_string() }
    }
}

/// What reading and writing return.
pub(crate) type Result<T> = std::result::Result<T, StoreError>;
