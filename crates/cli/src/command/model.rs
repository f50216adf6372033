//! One file for each command on models.

mod chains;
mod combine;
mod curves;
mod design;
mod dose_response;
mod fit;
mod fit_log;
mod fitted;
mod given;
mod identify;
mod leave_out;
mod lint;
mod objective;
mod perturb;
mod plan;
mod predict;
mod profile;
mod sample;
mod sensitivity;
mod show;
mod simulate;
mod ssa;

use super::{Result, place, plot, threads};
use crate::args::ModelCommand;

pub(crate) fn model(command: &ModelCommand) -> Result {
    threads::take(command.common())?;
    match command {
        ModelCommand::Show(args) => show::show(args),
        ModelCommand::Simulate(args) => simulate::simulate(args),
        ModelCommand::Objective(args) => objective::objective(args),
        ModelCommand::Lint(args) => lint::lint(args),
        ModelCommand::Perturb(args) => perturb::perturb(args),
        ModelCommand::DoseResponse(args) => dose_response::dose_response(args),
        ModelCommand::Combine(args) => combine::combine(args),
        ModelCommand::Identify(args) => identify::identify(args),
        ModelCommand::Sensitivity(args) => sensitivity::sensitivity(args),
        ModelCommand::Design(args) => design::design(args),
        ModelCommand::Plan(args) => plan::plan(args),
        ModelCommand::Fit(args) => fit::fit(args),
        ModelCommand::Profile(args) => profile::profile(args),
        ModelCommand::Sample(args) => sample::sample(args),
        ModelCommand::Predict(args) => predict::predict(args),
        ModelCommand::LeaveOut(args) => leave_out::leave_out(args),
    }
}
