mod amounts;
mod layers;

pub(crate) use amounts::{AmountsArgs, QuantityName};
pub(crate) use layers::{LayersArgs, TestName};
mod compile;

pub(crate) use compile::{ActivationName, LogicName, ModelInput, NetworkModelArgs};

use super::Common;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Networks of molecules: who acts on whom, which of them matter, and how to act on them.
#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
    Show(NetworkShowArgs),
    Layers(LayersArgs),
    Amounts(AmountsArgs),
    Model(NetworkModelArgs),
}

impl NetworkCommand {
    /// What every command takes.
    pub(crate) const fn common(&self) -> &Common {
        match self {
            Self::Show(args) => &args.common,
            Self::Layers(args) => &args.common,
            Self::Amounts(args) => &args.common,
            Self::Model(args) => &args.common,
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
