use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why the server does not begin.
#[derive(Debug, Error)]
pub enum ServerError {
    /// Nothing to serve.
    #[error("no atlas was given; name one or several")]
    Nothing,
    /// One atlas was given twice.
    #[error("{}: this atlas was named before; name each once", atlas.display())]
    Again {
        /// The atlas.
        atlas: PathBuf,
    },
    /// An atlas cannot be opened.
    #[error(transparent)]
    Store(#[from] lca_store::StoreError),
    /// A study cannot be read.
    #[error(transparent)]
    Study(#[from] lca_study::StudyError),
    /// A study fits none of the atlases.
    #[error(
        "{}: its atlas would be {}, which is not among those served; serve that one, or a single atlas", study.display(), atlas.display()
    )]
    Stray {
        /// The study.
        study: PathBuf,
        /// Where its atlas would lie.
        atlas: PathBuf,
    },
    /// Two studies would write to one atlas.
    #[error("{}: another study already writes to its atlas; give one study for each atlas", study.display())]
    Twice {
        /// The second study.
        study: PathBuf,
    },
    /// Everybody on the network could come in.
    #[error(
        "`{host}` is reached from other machines, and nobody would be asked who they are; give --token-file or \
         --user-header with --roles, or listen on 127.0.0.1"
    )]
    Open {
        /// The host that was given.
        host: String,
    },
    /// The host's name means nothing.
    #[error("`{host}` is no address of this machine: {cause}")]
    Host {
        /// The host that was given.
        host: String,
        /// What the system says.
        cause: String,
    },
    /// The port is taken, or may not be had.
    #[error("cannot listen on {address}: {cause}; choose another --port, or 0 for any")]
    Listen {
        /// Where it was to listen.
        address: String,
        /// What the system says.
        cause: io::Error,
    },
    /// The file of tokens or roles is not one.
    #[error("{}: {problem}", path.display())]
    People {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// The threads to run on cannot be started.
    #[error("cannot start the server's threads: {0}")]
    Threads(io::Error),
}
