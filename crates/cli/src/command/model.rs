//! One file for each command on models.

mod combine;
mod design;
mod dose_response;
mod flux;
mod given;
mod identify;
mod lint;
mod objective;
mod perturb;
mod plan;
mod plot;
mod sensitivity;
mod show;
mod simulate;
mod ssa;
mod threads;

use super::Result;
use crate::args::ModelCommand;

pub(crate) fn model(command: &ModelCommand) -> Result {
    threads::take(command.common())?;
    match command {
        ModelCommand::Show(args) => show::show(args),
        ModelCommand::Simulate(args) => simulate::simulate(args),
        ModelCommand::Flux(args) => flux::flux(args),
        ModelCommand::Objective(args) => objective::objective(args),
        ModelCommand::Lint(args) => lint::lint(args),
        ModelCommand::Perturb(args) => perturb::perturb(args),
        ModelCommand::DoseResponse(args) => dose_response::dose_response(args),
        ModelCommand::Combine(args) => combine::combine(args),
        ModelCommand::Identify(args) => identify::identify(args),
        ModelCommand::Sensitivity(args) => sensitivity::sensitivity(args),
        ModelCommand::Design(args) => design::design(args),
        ModelCommand::Plan(args) => plan::plan(args),
    }
}
