//! Predictions, how they compare with measurements, what they depend on, and what to measure next.

mod baseline;
mod compare;
mod cross;
mod design;
mod leave_out;
mod predict;
mod sensitivity;

pub use baseline::{Baseline, baseline_condition, baseline_mean, baseline_observable, nearest};
pub use compare::{Comparison, ObservableComparison, compare};
pub use cross::{CrossOptions, CrossRow, leave_each_out};
pub use design::{ExperimentScore, rank_experiments};
pub use leave_out::{LeftOut, leave_out};
pub use predict::{PredictOptions, PredictedRow, Prediction, predict};
pub use sensitivity::{ParameterInfluence, rank_parameters};
