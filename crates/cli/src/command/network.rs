//! One file for each command on networks.

mod amounts;
mod compile;
mod layers;
mod show;

use super::Result;
use super::model::threads;
use crate::args::NetworkCommand;

pub(crate) fn network(command: &NetworkCommand) -> Result {
    threads::take(command.common())?;
    match command {
        NetworkCommand::Show(args) => show::show(args),
        NetworkCommand::Layers(args) => layers::layers(args),
        NetworkCommand::Amounts(args) => amounts::amounts(args),
        NetworkCommand::Model(args) => compile::compile(args),
    }
}
