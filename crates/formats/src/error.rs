use lca_core::Cancelled;
use lca_tables::TableError;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a foreign file cannot be read or written: what, where, and what to do.
#[derive(Debug, Error)]
pub enum FormatError {
    /// The operating system refused.
    #[error("cannot {doing} `{path}`: {source}", path = path.display())]
    Io {
        /// What was attempted: `read`, `write`, `list`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// The file contradicts its own format, or ends early.
    #[error("`{path}` is not a sound {format} file: {what}", path = path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// The format it claims.
        format: &'static str,
        /// What is wrong, and what to do.
        what: String,
    },
    /// One line of a text file is wrong.
    #[error("`{path}`, line {line}: {what}", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The file may be sound, but holds something this reader does not know.
    #[error("`{path}` uses {what}, which cannot be read; {instead}", path = path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What it uses.
        what: String,
        /// What to do.
        instead: &'static str,
    },
    /// Nothing known lies at this path.
    #[error("`{path}` is none of the known formats: {what}", path = path.display())]
    Unknown {
        /// The file or folder.
        path: PathBuf,
        /// What was looked for.
        what: String,
    },
    /// An image or a file of an image is larger than its bytes can hold, or than any camera's.
    #[error("`{path}` claims {what}, which its {bytes} bytes cannot hold: it is damaged or cut off; copy it again from its source", path = path.display())]
    Size {
        /// The file.
        path: PathBuf,
        /// The claim.
        what: String,
        /// The file's size in bytes.
        bytes: u64,
    },
    /// The images of a series differ in size, channels or number type.
    #[error("`{path}` is {found}, but `{first}` is {expected}: a movie's frames must be alike; move the odd one elsewhere", path = path.display(), first = first.display())]
    Mixed {
        /// The image that differs.
        path: PathBuf,
        /// What it is.
        found: String,
        /// The image it is compared with.
        first: PathBuf,
        /// What that is.
        expected: String,
    },
    /// Frame numbers leave a gap.
    #[error("frame {frame} is missing from the series in `{path}`: there is no `{name}`; add it, or renumber the files", path = path.display())]
    MissingFrame {
        /// The folder.
        path: PathBuf,
        /// The first frame number that is missing.
        frame: u64,
        /// The file name it would have.
        name: String,
    },
    /// A plane the OME metadata speaks of is stored nowhere.
    #[error("`{path}` has no plane for time {t}, channel {c}, depth {z} (each from 0), though its OME metadata count it: the recording was stopped early or a file is missing", path = path.display())]
    MissingPlane {
        /// The file with the metadata.
        path: PathBuf,
        /// Time.
        t: usize,
        /// Channel.
        c: usize,
        /// Depth.
        z: usize,
    },
    /// A count is negative, not a number, or no count at all.
    #[error("`{path}`, row `{row}`, column `{column}`: {what}", path = path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// The row's name.
        row: String,
        /// The column's name.
        column: String,
        /// What is wrong with the value.
        what: String,
    },
    /// A list does not have one entry for each row or column it names.
    #[error("`{path}` has {found} {what}, but {expected} are needed", path = path.display())]
    Length {
        /// The file.
        path: PathBuf,
        /// What is counted.
        what: String,
        /// Entries there are.
        found: usize,
        /// Entries there should be.
        expected: usize,
    },
    /// A name occurs twice where names must be unique.
    #[error("`{path}`: the {what} `{name}` occurs more than once; make the names unique", path = path.display())]
    Duplicate {
        /// The file.
        path: PathBuf,
        /// What the name names.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// The file leaves open something that the caller must say.
    #[error("`{path}`: {what}", path = path.display())]
    Choose {
        /// The file.
        path: PathBuf,
        /// What must be said, and how.
        what: String,
    },
    /// What should be written does not fit the format.
    #[error("cannot write `{path}`: {what}", path = path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// The person asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Parts of a table contradict each other.
    #[error("`{path}`: {source}", path = path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// How.
        source: TableError,
    },
}

impl FormatError {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    pub(crate) fn broken(path: &Path, format: &'static str, what: impl Into<String>) -> Self {
        Self::Broken { path: path.to_owned(), format, what: what.into() }
    }

    pub(crate) fn line(path: &Path, line: u64, what: impl Into<String>) -> Self {
        Self::Line { path: path.to_owned(), line, what: what.into() }
    }

    pub(crate) fn unsupported(path: &Path, what: impl Into<String>, instead: &'static str) -> Self {
        Self::Unsupported { path: path.to_owned(), what: what.into(), instead }
    }

    pub(crate) fn table(path: &Path) -> impl FnOnce(TableError) -> Self {
        let path = path.to_owned();
        move |source| Self::Table { path, source }
    }
}
