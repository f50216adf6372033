mod activity;
mod infer;

pub(crate) use activity::ActivityArgs;
pub(crate) use infer::{Axis, GenesArgs, InferArgs};

use super::Common;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Networks of molecules: who acts on whom, which of them matter, and how to act on them.
#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
    Show(NetworkShowArgs),
    Infer(Box<InferArgs>),
    Activity(ActivityArgs),
}

impl NetworkCommand {
    /// What every command takes.
    pub(crate) const fn common(&self) -> &Common {
        match self {
            Self::Show(args) => &args.common,
            Self::Infer(args) => &args.common,
            Self::Activity(args) => &args.common,
        }
    }
}

/// Say what a network holds.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca network show network.sif")]
pub(crate) struct NetworkShowArgs {
    /// The network's file.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}
