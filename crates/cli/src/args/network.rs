mod activity;
mod amounts;
mod communicate;
mod compile;
mod control;
mod fba;
mod files;
mod infer;
mod layers;
mod matrix;

pub(crate) use activity::ActivityArgs;
pub(crate) use amounts::{AmountsArgs, QuantityName};
pub(crate) use communicate::{CommunicateArgs, CommunicateMethod};
pub(crate) use compile::{ActivationName, LogicName, ModelInput, NetworkModelArgs};
pub(crate) use control::{AttractorsArgs, ControlArgs, FvsArgs, KeysArgs};
pub(crate) use fba::{ExpressionMethod, FbaArgs, KnockoutOf};
pub(crate) use files::{NetworkImportArgs, NetworkMergeArgs, NetworkShowArgs, PartArgs, SignName};
pub(crate) use infer::{Axis, GenesArgs, InferArgs};
pub(crate) use layers::{LayersArgs, TestName};
pub(crate) use matrix::MatrixArgs;

use super::Common;
use clap::Subcommand;

/// Networks of molecules: who acts on whom, which of them matter, and how to act on them.
#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
    Import(NetworkImportArgs),
    Merge(NetworkMergeArgs),
    Show(Box<NetworkShowArgs>),
    Communicate(Box<CommunicateArgs>),
    Infer(Box<InferArgs>),
    Activity(ActivityArgs),
    Layers(LayersArgs),
    Amounts(AmountsArgs),
    Fba(FbaArgs),
    Fvs(FvsArgs),
    Keys(KeysArgs),
    Attractors(AttractorsArgs),
    Control(ControlArgs),
    Model(NetworkModelArgs),
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
            Self::Infer(args) => &args.common,
            Self::Activity(args) => &args.common,
        }
    }
}
