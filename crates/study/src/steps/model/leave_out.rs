use super::{Chosen, read_problem, write_problem};
use crate::step::{Port, Step, What};
use crate::{Context, StepError};
use lca_model::{LeftOut, leave_out};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keeps the measurements of some observables or conditions out of a problem, so that a fit never
/// sees them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Hold(Chosen);

impl Step for Hold {
    const KIND: &'static str = "leave-out";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Keeps the measurements of some observables or conditions out of a problem.";
    const PORTS: &'static [Port] = &[Port::one("problem", What::Problem)];
    const GIVES: &'static [What] = &[What::Problem];

    fn memory(&self) -> String {
        "the problem's files, three times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let problem = read_problem(&context.one("problem")?)?;
        self.0.check(&problem)?;
        let LeftOut { training: kept, dropped, .. } = leave_out(&problem, |one| self.0.holds(one));
        if kept.measurements.is_empty() {
            return Err(StepError::unfit("nothing is left to fit to", "leave out less"));
        }
        if !dropped.is_empty() {
            context.value("not_estimated", dropped)?;
        }
        context.value("left_out", problem.measurements.len() - kept.measurements.len())?;
        write_problem(context, &kept)
    }
}
