use crate::args::Common;
use clap::Args;
use std::path::PathBuf;

/// Show atlases in a browser, and give them to programs: one page, a typed API, and the files as they lie on disk.
///
/// Prints its address and serves until Ctrl-C. Only this machine reaches it, unless --token-file or --user-header with
/// --roles tell people apart.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca serve lca-demo/demo.zarr\n  \
                        lca serve studies/hela/hela.zarr --study studies/hela/study.toml --port 0")]
pub(crate) struct ServeArgs {
    /// The atlases.
    #[arg(required = true)]
    pub(crate) atlases: Vec<PathBuf>,
    /// A study that may be run from the page, into the atlas that is its own or the only one; may be given again.
    #[arg(long, value_name = "STUDY")]
    pub(crate) study: Vec<PathBuf>,
    /// The name or address to listen on.
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub(crate) host: String,
    /// The port; 0: any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 8311)]
    pub(crate) port: u16,
    /// A file with a line for each person who may come: name, `viewer` or `editor`, token.
    #[arg(long, value_name = "FILE", conflicts_with = "user_header")]
    pub(crate) token_file: Option<PathBuf>,
    /// The header in which a proxy in front says who the person is; needs --roles.
    #[arg(long, value_name = "NAME", requires = "roles")]
    pub(crate) user_header: Option<String>,
    /// A file with a line for each person: name, `viewer` or `editor`; the name `*` is everybody else.
    #[arg(long, value_name = "FILE", requires = "user_header")]
    pub(crate) roles: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}
