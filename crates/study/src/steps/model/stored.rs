//! Results of the model room as JSON. What is not finite is null.

use crate::StepError;
use lca_model::{Ensemble, FitResult, Outcome, PredictedRow, Prediction, StartResult};
use serde::{Deserialize, Serialize};

/// A fit; parameters are on their scales.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StoredFit {
    pub(super) parameters: Vec<String>,
    pub(super) scales: Vec<String>,
    pub(super) best: Vec<f64>,
    starts: Vec<StoredStart>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct StoredStart {
    start: Vec<f64>,
    parameters: Vec<f64>,
    cost: Option<f64>,
    outcome: String,
    evaluations: usize,
    history: Vec<f64>,
}

const OUTCOMES: [(Outcome, &str); 3] =
    [(Outcome::Converged, "converged"), (Outcome::Unfinished, "unfinished"), (Outcome::Failed, "failed")];

impl StoredFit {
    pub(super) fn new(fit: &FitResult, scales: Vec<String>) -> Self {
        let start = |one: &StartResult| StoredStart {
            start: one.start.clone(),
            parameters: one.parameters.clone(),
            cost: one.cost.is_finite().then_some(one.cost),
            outcome: OUTCOMES
                .iter()
                .find(|(known, _)| *known == one.outcome)
                .map_or("", |(_, name)| name)
                .into(),
            evaluations: one.evaluations,
            history: one.history.iter().copied().filter(|cost| cost.is_finite()).collect(),
        };
        Self {
            parameters: fit.parameters.clone(),
            scales,
            best: fit.best().parameters.clone(),
            starts: fit.starts.iter().map(start).collect(),
        }
    }

    /// Cost, outcome and evaluations of each start, best first; those that failed come last.
    pub(super) fn ranked(&self) -> impl Iterator<Item = (Option<f64>, &str, usize)> {
        let mut starts: Vec<&StoredStart> = self.starts.iter().collect();
        let cost = |one: &StoredStart| one.cost.unwrap_or(f64::INFINITY);
        starts.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
        starts.into_iter().map(|one| (one.cost, one.outcome.as_str(), one.evaluations))
    }

    pub(super) fn fit(self) -> Result<FitResult, StepError> {
        let start = |one: StoredStart| StartResult {
            start: one.start,
            parameters: one.parameters,
            cost: one.cost.unwrap_or(f64::INFINITY),
            outcome: OUTCOMES
                .iter()
                .find(|(_, name)| *name == one.outcome)
                .map_or(Outcome::Failed, |(known, _)| *known),
            history: one.history,
            evaluations: one.evaluations,
        };
        Ok(FitResult::of(self.parameters, self.starts.into_iter().map(start).collect())?)
    }
}

/// Parameter vectors that the data allow, on their scales.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StoredEnsemble {
    parameters: Vec<String>,
    members: Vec<Vec<f64>>,
    costs: Vec<f64>,
    r_hat: Vec<Option<f64>>,
    #[serde(default)]
    ess: Vec<Option<f64>>,
    acceptance: f64,
}

impl From<&Ensemble> for StoredEnsemble {
    fn from(one: &Ensemble) -> Self {
        Self {
            parameters: one.parameters.clone(),
            members: one.members.clone(),
            costs: one.costs.clone(),
            r_hat: one.r_hat.iter().map(|value| value.is_finite().then_some(*value)).collect(),
            ess: one.ess.iter().map(|value| value.is_finite().then_some(*value)).collect(),
            acceptance: one.acceptance,
        }
    }
}

impl From<StoredEnsemble> for Ensemble {
    fn from(one: StoredEnsemble) -> Self {
        Self {
            parameters: one.parameters,
            members: one.members,
            costs: one.costs,
            r_hat: one.r_hat.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect(),
            ess: one.ess.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect(),
            acceptance: one.acceptance,
        }
    }
}

/// A prediction: at each measurement that was kept out, and on a grid of times between them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StoredPrediction {
    pub(super) level: f64,
    pub(super) pooled_noise: bool,
    pub(super) failed: usize,
    pub(super) rows: Vec<StoredRow>,
    pub(super) curve: Vec<StoredRow>,
}

/// What is predicted of one observable under one condition at one time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StoredRow {
    pub(super) observable: String,
    pub(super) condition: String,
    pub(super) time: f64,
    pub(super) median: f64,
    pub(super) interval: (f64, f64),
    pub(super) measured_interval: (f64, f64),
    pub(super) disagreement: f64,
}

impl StoredPrediction {
    pub(super) fn new(at_measurements: &Prediction, on_grid: &Prediction) -> Self {
        let rows = |one: &Prediction| one.rows.iter().map(StoredRow::from).collect();
        Self {
            level: at_measurements.level,
            pooled_noise: at_measurements.pooled_noise,
            failed: at_measurements.failed,
            rows: rows(at_measurements),
            curve: rows(on_grid),
        }
    }

    pub(super) fn prediction(&self) -> Prediction {
        Prediction {
            rows: self.rows.iter().map(StoredRow::row).collect(),
            level: self.level,
            pooled_noise: self.pooled_noise,
            failed: self.failed,
        }
    }
}

impl From<&PredictedRow> for StoredRow {
    fn from(one: &PredictedRow) -> Self {
        Self {
            observable: one.observable.clone(),
            condition: one.condition.clone(),
            time: one.time,
            median: one.median,
            interval: one.interval,
            measured_interval: one.measured_interval,
            disagreement: one.disagreement,
        }
    }
}

impl StoredRow {
    fn row(&self) -> PredictedRow {
        PredictedRow {
            observable: self.observable.clone(),
            condition: self.condition.clone(),
            time: self.time,
            median: self.median,
            interval: self.interval,
            measured_interval: self.measured_interval,
            disagreement: self.disagreement,
        }
    }
}
