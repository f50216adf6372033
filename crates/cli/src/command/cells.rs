//! Commands on single cells.

mod run;
mod samples;
mod written;

use super::Result;
use crate::args::CellsCommand;

pub(crate) fn cells(command: &CellsCommand) -> Result {
    match command {
        CellsCommand::Run(args) => run::run(args),
    }
}
