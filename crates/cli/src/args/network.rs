mod amounts;
mod compile;
mod control;
mod fba;
mod files;
mod layers;

pub(crate) use amounts::{AmountsArgs, QuantityName};
pub(crate) use compile::{ActivationName, LogicName, ModelInput, NetworkModelArgs};
pub(crate) use control::{AttractorsArgs, ControlArgs, FvsArgs, KeysArgs};
pub(crate) use fba::{ExpressionMethod, FbaArgs, KnockoutOf};
pub(crate) use files::{NetworkImportArgs, NetworkMergeArgs, NetworkShowArgs, PartArgs, SignName};
pub(crate) use layers::{LayersArgs, TestName};
mod communicate;

pub(crate) use communicate::{CommunicateArgs, CommunicateMethod};

use super::Common;
use clap::Subcommand;

/// Networks of molecules: who acts on whom, which of them matter, and how to act on them.
#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
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
    Fba(FbaArgs),
    Communicate(Box<CommunicateArgs>),
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
            Self::Fba(args) => &args.common,
            Self::Communicate(args) => &args.common,
        }
    }
}
