mod files;

pub(crate) use files::{NetworkImportArgs, NetworkMergeArgs, NetworkShowArgs, PartArgs, SignName};

use super::Common;
use clap::Subcommand;

/// Networks of molecules: who acts on whom, which of them matter, and how to act on them.
#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
    Import(NetworkImportArgs),
    Merge(NetworkMergeArgs),
    Show(Box<NetworkShowArgs>),
}

impl NetworkCommand {
    /// What every command takes.
    pub(crate) const fn common(&self) -> &Common {
        match self {
            Self::Import(args) => &args.common,
            Self::Merge(args) => &args.common,
            Self::Show(args) => &args.common,
        }
    }
}
