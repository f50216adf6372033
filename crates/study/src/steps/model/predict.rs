use super::stored::{StoredEnsemble, StoredPrediction};
use super::{Chosen, read_problem};
use crate::site::Site;
use crate::step::{Port, Step, What};
use crate::{Context, StepError};
use lca_kinetics::petab::Problem;
use lca_model::{LeftOut, Objective, PredictOptions, grid, leave_out, predict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Says what an ensemble expects of observables or conditions that were kept out of its fit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Predict {
    /// Observables that were kept out, by their PEtab names.
    observables: Vec<String>,
    /// Conditions that were kept out, by their PEtab names.
    conditions: Vec<String>,
    /// The share of measurements that the intervals should hold.
    level: f64,
    /// Draws of noise for each member of the ensemble.
    draws: usize,
}

impl Default for Predict {
    fn default() -> Self {
        let PredictOptions { level, draws, .. } = PredictOptions::default();
        Self { observables: Vec::new(), conditions: Vec::new(), level, draws }
    }
}

impl Step for Predict {
    const KIND: &'static str = "predict";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Predicts observables or conditions that were kept out of the fit.";
    const PORTS: &'static [Port] =
        &[Port::one("problem", What::Problem), Port::one("ensemble", What::Ensemble)];
    const GIVES: &'static [What] = &[What::Prediction];
    const RANDOM: bool = true;

    fn memory(&self) -> String {
        "all members' simulations of what is predicted".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let LeftOut { held, .. } = left_out(&context.site)?;
        let ensemble = context.one("ensemble")?;
        let training = training(&ensemble)?;
        if training.measurements.iter().any(|one| held.measurements.contains(one)) {
            let what = "the ensemble was fitted to measurements that are to be predicted";
            return Err(StepError::unfit(what, "put a step `leave-out` with the same choice before the fit"));
        }
        let training = Objective::new(&training)?;
        let members = ensemble.json::<StoredEnsemble>(What::Ensemble)?.into();
        let options = PredictOptions { level: self.level, draws: self.draws, seed: context.seed() };
        let rows = predict(&training, &members, &held, &options)?;
        let curve = predict(&training, &members, &grid(&held), &options)?;
        context.value("points", rows.rows.len())?;
        context.value("members_failed", rows.failed)?;
        context.write_json(What::Prediction, &StoredPrediction::new(&rows, &curve))
    }
}

/// The problem that an ensemble was fitted to.
pub(super) fn training(ensemble: &Site<'_>) -> Result<Problem, StepError> {
    read_problem(&ensemble.one("problem")?)
}

/// What a prediction step keeps out of its problem.
pub(super) fn left_out(prediction: &Site<'_>) -> Result<LeftOut, StepError> {
    let problem = read_problem(&prediction.one("problem")?)?;
    let chosen = Chosen {
        observables: serde_json::from_value(prediction.param("observables"))?,
        conditions: serde_json::from_value(prediction.param("conditions"))?,
    };
    chosen.check(&problem)?;
    Ok(leave_out(&problem, |one| chosen.holds(one)))
}
