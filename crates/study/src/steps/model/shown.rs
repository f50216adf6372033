//! A model as those who look at an atlas see it: its network, and row by row what was fitted, determined and foretold.

mod dynamics;
mod fits;
mod kin;
mod network;
mod observed;
mod predictions;
mod profiles;

use crate::{Logged, StepError};
use kin::Kin;
use lca_core::ElementPath;
use lca_store::Atlas;
use schemars::JsonSchema;
use serde::Serialize;

/// Rows of each sort that are told at most.
const MOST: usize = 50_000;

/// All that the model steps around one element of `lca/models` stored. Of a problem these are the steps that follow
/// from it; of a fit, a prediction and the like also those it came from. Parts are empty where no step made them.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ModelShown {
    /// The element.
    pub id: String,
    /// The step that made the problem: the model and its measurements.
    pub problem: Option<String>,
    /// The unit of time, where the model tells it.
    pub time_unit: Option<String>,
    /// The reaction network of the SBML.
    pub network: ReactionsShown,
    /// What each start of a fit reached, best first.
    pub waterfall: Vec<StartShown>,
    /// Each measurement with what the best fit says of it.
    pub fits: Vec<FittedShown>,
    /// What the best fit says between the measurements.
    pub curves: Vec<CurveShown>,
    /// Profile likelihoods.
    pub profiles: Vec<ProfileShown>,
    /// What was foretold of measurements that were kept out of a fit.
    pub predictions: Vec<PredictedShown>,
    /// How predictions fared.
    pub comparisons: Vec<ComparedShown>,
    /// Each species over time by the first fit, or by the model's own values where there is none.
    pub dynamics: Vec<SpeciesShown>,
    /// Which traces became measurements of which observable.
    pub observes: Vec<ObservedShown>,
    /// Whether there are more rows of some sort than are told.
    pub truncated: bool,
}

/// A reaction network as a graph.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ReactionsShown {
    /// Species and reactions.
    pub nodes: Vec<NodeShown>,
    /// What each reaction takes, makes and depends on.
    pub edges: Vec<EdgeShown>,
}

/// A species or a reaction.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NodeShown {
    /// Its identifier in the model.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// `species` or `reaction`.
    pub kind: &'static str,
    /// Where a species is.
    pub compartment: Option<String>,
    /// The rate law of a reaction.
    pub rate: Option<String>,
    /// Whether a reaction may run backwards.
    pub reversible: bool,
}

/// A species' part in a reaction.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EdgeShown {
    /// Where the arrow begins.
    pub source: String,
    /// Where it ends.
    pub target: String,
    /// `reactant`, `product` or `modifier`.
    pub role: &'static str,
}

/// A start of a fit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StartShown {
    /// The step.
    pub step: String,
    /// 1 is the best.
    pub rank: usize,
    /// The negative log-likelihood it reached; null: none.
    pub cost: Option<f64>,
    /// How it ended.
    pub outcome: String,
    /// How often the model was simulated.
    pub evaluations: usize,
}

/// A measurement with what a fit says of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FittedShown {
    /// The step.
    pub step: String,
    /// What was measured.
    pub observable: String,
    /// Under which condition.
    pub condition: String,
    /// When; null: at the steady state.
    pub time: Option<f64>,
    /// The measurement.
    pub measured: Option<f64>,
    /// The noise the fit expects, on the observable's scale.
    pub sd: Option<f64>,
    /// What the best fit says.
    pub simulated: Option<f64>,
    /// Their difference on the observable's scale, in standard deviations.
    pub residual: Option<f64>,
}

/// One point of a curve of a fit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CurveShown {
    /// The step.
    pub step: String,
    /// What is observed.
    pub observable: String,
    /// Under which condition.
    pub condition: String,
    /// When.
    pub time: f64,
    /// The value.
    pub value: Option<f64>,
}

/// A profile likelihood.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfileShown {
    /// The step.
    pub step: String,
    /// The parameter.
    pub parameter: String,
    /// The scale its values are on: `lin`, `log`, `log10`.
    pub scale: String,
    /// The best value, on the scale.
    pub best: f64,
    /// Values it was held at, on the scale.
    pub values: Vec<f64>,
    /// By how much the best cost is then higher.
    pub costs: Vec<Option<f64>>,
    /// The cost at which the interval ends.
    pub threshold: f64,
    /// The interval on the scale; an end that is null lies beyond the bounds.
    pub interval: [Option<f64>; 2],
    /// Whether the measurements determine it, in words.
    pub verdict: String,
}

/// What was foretold of one observable under one condition at one time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PredictedShown {
    /// The step.
    pub step: String,
    /// The observable.
    pub observable: String,
    /// The condition.
    pub condition: String,
    /// When; null: at the steady state.
    pub time: Option<f64>,
    /// The middle of what is expected.
    pub median: Option<f64>,
    /// The lower end of the interval for a measurement.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
    /// What was measured; null: between measurements.
    pub measured: Option<f64>,
}

/// How a prediction fared.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ComparedShown {
    /// The step.
    pub step: String,
    /// The observable, or `all`.
    pub observable: String,
    /// How many measurements.
    pub n: usize,
    /// The share of them inside the intervals.
    pub coverage: f64,
    /// Root mean square error of the median.
    pub rmse: Option<f64>,
    /// Those of predictions that need no model.
    pub baselines: Vec<BaselineShown>,
}

/// A prediction that needs no model.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BaselineShown {
    /// Its name.
    pub name: String,
    /// Its root mean square error.
    pub rmse: Option<f64>,
}

/// A species at one time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SpeciesShown {
    /// Under which condition.
    pub condition: String,
    /// The species.
    pub species: String,
    /// When.
    pub time: f64,
    /// What its symbol means in the model: a concentration or an amount.
    pub value: Option<f64>,
}

/// Traces that became measurements of an observable.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ObservedShown {
    /// The observable.
    pub observable: String,
    /// The condition of the movie's assay.
    pub condition: Option<String>,
    /// The name of the traces among the observations.
    pub traces: String,
    /// Their column.
    pub measure: String,
}

/// What the model steps around an element stored.
///
/// # Errors
/// When something they stored is damaged, or the model cannot be simulated.
pub fn model_shown(atlas: &Atlas, steps: &[Logged], element: &ElementPath) -> Result<ModelShown, StepError> {
    let kin = Kin::of(atlas, steps, element)?;
    let mut shown = ModelShown { id: element.name().to_owned(), ..ModelShown::default() };
    if let Some((step, problem)) = kin.problem()? {
        shown.problem = Some(step.record.step.to_string());
        shown.time_unit.clone_from(&problem.network.time_unit);
        shown.network = network::graph(&problem.network);
        shown.dynamics = dynamics::dynamics(&kin, &problem)?;
    }
    for step in kin.of_kind("observe") {
        shown.observes.extend(observed::observed(&kin, step)?);
    }
    for step in kin.of_kind("fit") {
        fits::add(&kin, step, &mut shown)?;
    }
    for step in kin.of_kind("profiles") {
        shown.profiles.extend(profiles::profiles(&kin, step)?);
    }
    for step in kin.of_kind("predict") {
        shown.predictions.extend(predictions::predictions(&kin, step)?);
    }
    for step in kin.of_kind("compare") {
        shown.comparisons.extend(predictions::comparisons(&kin, step)?);
    }
    Ok(shown.bounded())
}

impl ModelShown {
    /// With no more rows of each sort than are told.
    fn bounded(mut self) -> Self {
        let mut cut = |length: usize| self.truncated |= length > MOST;
        let lengths = [
            self.network.nodes.len(),
            self.network.edges.len(),
            self.waterfall.len(),
            self.fits.len(),
            self.curves.len(),
            self.profiles.len(),
            self.predictions.len(),
            self.dynamics.len(),
        ];
        lengths.into_iter().for_each(&mut cut);
        self.network.nodes.truncate(MOST);
        self.network.edges.truncate(MOST);
        self.waterfall.truncate(MOST);
        self.fits.truncate(MOST);
        self.curves.truncate(MOST);
        self.profiles.truncate(MOST);
        self.predictions.truncate(MOST);
        self.dynamics.truncate(MOST);
        self
    }
}

/// A number that JSON has.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
