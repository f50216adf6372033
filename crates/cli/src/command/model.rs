//! One file for each command on models.

mod chains;
mod curves;
mod fit;
mod fit_log;
mod fitted;
mod leave_out;
mod place;
mod predict;
mod profile;
mod sample;
mod show;
mod simulate;

use super::Result;
use crate::args::ModelCommand;

pub(crate) fn model(command: &ModelCommand) -> Result {
    match command {
        ModelCommand::Show(args) => show::show(args),
        ModelCommand::Simulate(args) => simulate::simulate(args),
        ModelCommand::Fit(args) => fit::fit(args),
        ModelCommand::Profile(args) => profile::profile(args),
        ModelCommand::Sample(args) => sample::sample(args),
        ModelCommand::Predict(args) => predict::predict(args),
        ModelCommand::LeaveOut(args) => leave_out::leave_out(args),
    }
}
