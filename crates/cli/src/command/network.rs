//! One file for each command on networks.

mod communicate;
mod show;

use super::Result;
use super::model::threads;
use crate::args::NetworkCommand;

pub(crate) fn network(command: &NetworkCommand) -> Result {
    threads::take(command.common())?;
    match command {
        NetworkCommand::Show(args) => show::show(args),
        NetworkCommand::Communicate(args) => communicate::communicate(args),
    }
}
