//! Models: problems, fits, what the data determine, and predictions.

pub(crate) mod compare;
pub(crate) mod ensemble;
pub(crate) mod fit;
pub(crate) mod import_petab;
pub(crate) mod leave_out;
mod looks;
pub(crate) mod next_experiment;
pub(crate) mod observe;
pub(crate) mod predict;
pub(crate) mod profiles;
pub(crate) mod shown;
mod starting;
mod stored;
mod verdict;

use crate::site::Site;
use crate::step::What;
use crate::{Context, StepError};
use lca_formats::{parse_petab, petab_files};
use lca_kinetics::petab::{Measurement, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name of a problem's files in the atlas.
const NAME: &str = "problem";

/// Reads the problem that a step made.
fn read_problem(site: &Site<'_>) -> Result<Problem, StepError> {
    Ok(parse_petab(&format!("{NAME}.yaml"), &site.files(What::Problem)?)?)
}

/// Writes a problem as PEtab and SBML.
fn write_problem(context: &Context<'_>, problem: &Problem) -> Result<(), StepError> {
    context.value("measurements", problem.measurements.len())?;
    context.value("estimated", problem.parameters.iter().filter(|one| one.estimate).count())?;
    context.write_files(What::Problem, &petab_files(NAME, problem)?)
}

/// Some measurements of a problem: those of any of these observables or conditions.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Chosen {
    /// Observables, by their PEtab names.
    observables: Vec<String>,
    /// Conditions or experiments, by their PEtab names.
    conditions: Vec<String>,
}

impl Chosen {
    /// Checks that every name is one of the problem's, and that something is chosen.
    fn check(&self, problem: &Problem) -> Result<(), StepError> {
        let known = |names: Vec<&str>, wanted: &[String], what: &str| {
            wanted.iter().find(|name| !names.contains(&name.as_str())).map_or(Ok(()), |name| {
                let help = format!("there are: {}", names.join(", "));
                Err(StepError::unfit(format!("the problem has no {what} `{name}`"), help))
            })
        };
        let observables = problem.observables.iter().map(|one| one.id.as_str()).collect();
        known(observables, &self.observables, "observable")?;
        let experiments = problem.experiments.iter().map(|one| one.id.as_str());
        let conditions = problem.conditions.iter().map(|one| one.id.as_str());
        known(experiments.chain(conditions).collect(), &self.conditions, "condition")?;
        if problem.measurements.iter().any(|one| self.holds(one)) {
            return Ok(());
        }
        Err(StepError::unfit("nothing was measured of what is chosen", "name observables or conditions"))
    }

    /// Whether a measurement is of one of the observables or conditions.
    fn holds(&self, measurement: &Measurement) -> bool {
        self.observables.contains(&measurement.observable)
            || self.conditions.contains(&measurement.experiment)
    }
}
