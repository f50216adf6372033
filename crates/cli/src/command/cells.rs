//! Commands on single cells.

mod factors;
mod lineage;
mod run;
mod samples;
mod written;

use super::{Result, threads};
use crate::args::CellsCommand;

pub(crate) fn cells(command: &CellsCommand) -> Result {
    match command {
        // The study's engine takes the threads itself.
        CellsCommand::Run(_) => {}
        other => threads::take(other.common())?,
    }
    match command {
        CellsCommand::Run(args) => run::run(args),
        CellsCommand::Lineage(args) => lineage::lineage(args),
        CellsCommand::Factors(args) => factors::factors(args),
    }
}
