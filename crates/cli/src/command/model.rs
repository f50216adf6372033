//! One file for each command on models.

mod flux;
mod show;
mod simulate;

use super::Result;
use crate::args::ModelCommand;

pub(crate) fn model(command: &ModelCommand) -> Result {
    match command {
        ModelCommand::Show(args) => show::show(args),
        ModelCommand::Simulate(args) => simulate::simulate(args),
        ModelCommand::Flux(args) => flux::flux(args),
    }
}
