//! Predictions, and how they compare with measurements.

mod baseline;
mod compare;
mod cross;
mod grid;
mod leave_out;
mod neighbour;
mod predict;

pub use baseline::{Baseline, baseline_condition, baseline_mean, baseline_observable, nearest};
pub use compare::{Comparison, ObservableComparison, compare};
pub use cross::{CrossOptions, CrossRow, leave_each_out};
pub use grid::{grid, same_curve};
pub use leave_out::{LeftOut, leave_out};
pub use predict::{PredictOptions, PredictedRow, Prediction, predict};
