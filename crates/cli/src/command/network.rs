//! One file for each command on networks.

mod activity;
mod expression;
mod infer;
mod show;

use super::Result;
use super::model::threads;
use crate::args::NetworkCommand;

pub(crate) fn network(command: &NetworkCommand) -> Result {
    threads::take(command.common())?;
    match command {
        NetworkCommand::Show(args) => show::show(args),
        NetworkCommand::Infer(args) => infer::infer(args),
        NetworkCommand::Activity(args) => activity::activity(args),
    }
}
