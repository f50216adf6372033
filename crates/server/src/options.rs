use std::path::PathBuf;
use std::time::Duration;

/// What to serve, to whom, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The atlases.
    pub atlases: Vec<PathBuf>,
    /// Studies that may be run, each into the atlas that lies where `lca run` would put it, or into the only one.
    pub studies: Vec<PathBuf>,
    /// The name or address to listen on.
    pub host: String,
    /// The port; 0: any that is free.
    pub port: u16,
    /// Who may come.
    pub access: Access,
    /// How much of the machine it takes.
    pub limits: Limits,
}

/// Who may come, and what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Whoever is on this machine, without login, as editor.
    Loopback,
    /// Whoever has a token of this file: a person, a role and a token on each line.
    Tokens(PathBuf),
    /// Whoever a proxy in front names in a header, with the role this file gives: a person and a role on each line.
    Header {
        /// The header's name.
        name: String,
        /// The file of roles.
        roles: PathBuf,
    },
}

/// How much of the machine the server takes, and how long it waits for slow clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; more of them wait.
    pub connections: usize,
    /// Files read at once.
    pub reads: usize,
    /// Requests at once that ask for more than a file.
    pub works: usize,
    /// Questions in SQL at once; each may take 512 MB and two threads.
    pub queries: usize,
    /// Live streams of events at once.
    pub streams: usize,
    /// Bytes a request's body may have.
    pub body: usize,
    /// Time for a request's head and body to come, each.
    pub request: Duration,
    /// Time without a byte taken after which a client is gone.
    pub stalled: Duration,
    /// Time a request waits for its turn.
    pub turn: Duration,
    /// Time that open requests have to end once the server is stopped.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            connections: 1024,
            reads: 32,
            works: cores.max(2),
            queries: 2,
            streams: 64,
            body: 1 << 20,
            request: Duration::from_secs(10),
            stalled: Duration::from_secs(30),
            turn: Duration::from_secs(30),
            farewell: Duration::from_secs(5),
        }
    }
}

impl Options {
    /// Serves atlases to this machine alone, on any free port.
    #[must_use]
    pub fn local(atlases: Vec<PathBuf>) -> Self {
        Self {
            atlases,
            studies: Vec::new(),
            host: "127.0.0.1".into(),
            port: 0,
            access: Access::Loopback,
            limits: Limits::default(),
        }
    }
}
