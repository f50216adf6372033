use super::kin::Kin;
use super::{BaselineShown, ComparedShown, PredictedShown, finite};
use crate::step::What;
use crate::steps::model::Chosen;
use crate::steps::model::compare::StoredComparison;
use crate::steps::model::stored::{StoredPrediction, StoredRow};
use crate::{Logged, StepError};
use lca_model::leave_out;
use serde_json::Value;

/// What a step foretold: at each measurement that was kept out, and between them.
pub(super) fn predictions(kin: &Kin<'_>, step: &Logged) -> Result<Vec<PredictedShown>, StepError> {
    let stored: StoredPrediction = kin.json(step, What::Prediction)?;
    let problem = kin.read_problem(kin.input(step, "problem")?)?;
    let param =
        |name: &str| step.record.params.get(name).cloned().unwrap_or_else(|| Value::Array(Vec::new()));
    let chosen = Chosen {
        observables: serde_json::from_value(param("observables"))?,
        conditions: serde_json::from_value(param("conditions"))?,
    };
    let held = leave_out(&problem, |one| chosen.holds(one)).held.measurements;
    let shown = |row: &StoredRow, measured: Option<f64>| PredictedShown {
        step: step.record.step.to_string(),
        observable: row.observable.clone(),
        condition: row.condition.clone(),
        time: finite(row.time),
        median: finite(row.median),
        low: finite(row.measured_interval.0),
        high: finite(row.measured_interval.1),
        measured,
    };
    let measured = stored.rows.iter().zip(&held).map(|(row, one)| shown(row, finite(one.value)));
    Ok(measured.chain(stored.curve.iter().map(|row| shown(row, None))).collect())
}

/// How a prediction fared.
pub(super) fn comparisons(kin: &Kin<'_>, step: &Logged) -> Result<Vec<ComparedShown>, StepError> {
    let stored: Vec<StoredComparison> = kin.json(step, What::Comparison)?;
    let baseline = |(name, rmse): (String, f64)| BaselineShown { name, rmse: finite(rmse) };
    let shown = |one: StoredComparison| ComparedShown {
        step: step.record.step.to_string(),
        observable: one.observable,
        n: one.n,
        coverage: one.coverage,
        rmse: finite(one.rmse),
        baselines: one.baselines.into_iter().map(baseline).collect(),
    };
    Ok(stored.into_iter().map(shown).collect())
}
