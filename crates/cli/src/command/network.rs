//! One file for each command on networks.

mod import;
mod merge;
mod open;
mod part;
mod show;
mod ways;

use super::Result;
use super::model::threads;
use crate::args::NetworkCommand;

pub(crate) fn network(command: &NetworkCommand) -> Result {
    threads::take(command.common())?;
    match command {
        NetworkCommand::Import(args) => import::import(args),
        NetworkCommand::Merge(args) => merge::merge(args),
        NetworkCommand::Show(args) => show::show(args),
    }
}
