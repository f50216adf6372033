//! One file for each command on networks.

mod activity;
mod amounts;
mod attractors;
mod communicate;
mod compile;
mod control;
mod expression;
mod fba;
mod fvs;
mod import;
mod infer;
mod keys;
mod layers;
mod matrix;
mod merge;
mod open;
mod part;
mod show;
mod ways;

use super::Result;
use super::threads;
use crate::args::NetworkCommand;

pub(crate) fn network(command: &NetworkCommand) -> Result {
    threads::take(command.common())?;
    match command {
        NetworkCommand::Import(args) => import::import(args),
        NetworkCommand::Merge(args) => merge::merge(args),
        NetworkCommand::Show(args) => show::show(args),
        NetworkCommand::Layers(args) => layers::layers(args),
        NetworkCommand::Amounts(args) => amounts::amounts(args),
        NetworkCommand::Model(args) => compile::compile(args),
        NetworkCommand::Fvs(args) => fvs::fvs(args),
        NetworkCommand::Keys(args) => keys::keys(args),
        NetworkCommand::Attractors(args) => attractors::attractors(args),
        NetworkCommand::Control(args) => control::control(args),
        NetworkCommand::Fba(args) => fba::fba(args),
        NetworkCommand::Communicate(args) => communicate::communicate(args),
        NetworkCommand::Infer(args) => infer::infer(args),
        NetworkCommand::Activity(args) => activity::activity(args),
    }
}
