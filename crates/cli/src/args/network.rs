mod amounts;
mod layers;

pub(crate) use amounts::{AmountsArgs, QuantityName};
pub(crate) use layers::{LayersArgs, TestName};
mod compile;

pub(crate) use compile::{ActivationName, LogicName, ModelInput, NetworkModelArgs};
mod control;

pub(crate) use control::{AttractorsArgs, ControlArgs, FvsArgs, KeysArgs};
mod files;

pub(crate) use files::{NetworkImportArgs, NetworkMergeArgs, NetworkShowArgs, PartArgs, SignName};

use super::Common;
use clap::Subcommand;

/// Networks of molecules: who acts on whom, which of them matter, and how to act on them.
#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
    Show(NetworkShowArgs),
    Layers(LayersArgs),
    Amounts(AmountsArgs),
    Model(NetworkModelArgs),
    Fvs(FvsArgs),
    Keys(KeysArgs),
    Attractors(AttractorsArgs),
    Control(ControlArgs),
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
            Self::Layers(args) => &args.common,
            Self::Amounts(args) => &args.common,
            Self::Model(args) => &args.common,
            Self::Fvs(args) => &args.common,
            Self::Keys(args) => &args.common,
            Self::Attractors(args) => &args.common,
            Self::Control(args) => &args.common,
        }
    }
}
