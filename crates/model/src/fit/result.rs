use super::minimise::Minimum;
use crate::{ModelError, Objective};

/// What became of one start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No direction promises more than the tolerance.
    Converged,
    /// The iterations allowed were used up.
    Unfinished,
    /// The start itself could not be simulated.
    Failed,
}

/// One start and where it led. All parameters are on their scales.
#[derive(Debug, Clone, PartialEq)]
pub struct StartResult {
    /// Where it began.
    pub start: Vec<f64>,
    /// Where it ended.
    pub parameters: Vec<f64>,
    /// The cost there: minus log-likelihood minus log-prior; infinite when it failed.
    pub cost: f64,
    /// What became of it.
    pub outcome: Outcome,
    /// The cost after each iteration, the start's first.
    pub history: Vec<f64>,
    /// How often the objective was computed.
    pub evaluations: usize,
}

impl StartResult {
    pub(super) fn new(start: Vec<f64>, found: Option<Minimum>) -> Self {
        match found {
            Some(Minimum { x, cost, converged, history, evaluations }) => Self {
                start,
                parameters: x,
                cost,
                outcome: if converged { Outcome::Converged } else { Outcome::Unfinished },
                history,
                evaluations,
            },
            None => Self {
                parameters: start.clone(),
                start,
                cost: f64::INFINITY,
                outcome: Outcome::Failed,
                history: Vec::new(),
                evaluations: 1,
            },
        }
    }
}

/// A fit from many starts.
#[derive(Debug, Clone, PartialEq)]
pub struct FitResult {
    /// Identifiers of the parameters, in the order of all vectors.
    pub parameters: Vec<String>,
    /// All starts, in the order they were drawn.
    pub starts: Vec<StartResult>,
    best: usize,
}

impl FitResult {
    pub(super) fn new(objective: &Objective, starts: Vec<StartResult>) -> Result<Self, ModelError> {
        Self::of(objective.parameters().iter().map(|p| p.id.clone()).collect(), starts)
    }

    /// A fit from what became of its starts, as when it was kept on disk.
    ///
    /// # Errors
    /// [`ModelError::NoFit`] when no start has a finite cost.
    pub fn of(parameters: Vec<String>, starts: Vec<StartResult>) -> Result<Self, ModelError> {
        let best = (0..starts.len()).min_by(|&a, &b| starts[a].cost.total_cmp(&starts[b].cost));
        match best.filter(|&best| starts[best].cost.is_finite()) {
            Some(best) => Ok(Self { parameters, starts, best }),
            None => Err(ModelError::NoFit(starts.len())),
        }
    }

    /// The best start; the first of equal ones.
    #[must_use]
    pub fn best(&self) -> &StartResult {
        &self.starts[self.best]
    }

    /// Costs of all starts, the best first: the waterfall.
    #[must_use]
    pub fn waterfall(&self) -> Vec<f64> {
        let mut costs: Vec<f64> = self.starts.iter().map(|start| start.cost).collect();
        costs.sort_by(f64::total_cmp);
        costs
    }

    /// How many starts ended within `distance` of the best cost.
    #[must_use]
    pub fn hits(&self, distance: f64) -> usize {
        self.starts.iter().filter(|start| start.cost <= self.best().cost + distance).count()
    }
}
