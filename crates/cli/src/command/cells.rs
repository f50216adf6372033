//! Commands on single cells.

mod blame;
mod factors;
mod lineage;
mod run;
mod samples;
mod validate;
mod verb;
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
        CellsCommand::Droplets(args) => verb::verb(args),
        CellsCommand::Doublets(args) => verb::verb(args),
        CellsCommand::Calibrate(args) => verb::verb(args),
        CellsCommand::Ambient(args) => verb::verb(args),
        CellsCommand::Validate(args) => validate::validate(args),
        CellsCommand::Qc(args) => verb::verb(args),
        CellsCommand::Normalize(args) => verb::verb(args),
        CellsCommand::Hvg(args) => verb::verb(args),
        CellsCommand::Pca(args) => verb::verb(args),
        CellsCommand::Neighbors(args) => verb::verb(args),
        CellsCommand::Leiden(args) => verb::verb(args),
        CellsCommand::Umap(args) => verb::verb(args),
        CellsCommand::Markers(args) => verb::verb(args),
        CellsCommand::Integrate(args) => verb::verb(args),
        CellsCommand::Annotate(args) => verb::verb(args),
        CellsCommand::Score(args) => verb::verb(args),
        CellsCommand::De(args) => verb::verb(args),
        CellsCommand::Match(args) => verb::verb(args),
        CellsCommand::Pseudotime(args) => verb::verb(args),
        CellsCommand::Paga(args) => verb::verb(args),
        CellsCommand::Trends(args) => verb::verb(args),
        CellsCommand::Velocity(args) => verb::verb(args),
        CellsCommand::Lineage(args) => lineage::lineage(args),
        CellsCommand::Factors(args) => factors::factors(args),
    }
}
