//! The next experiment: which measurements would tell most, and how many suffice.

mod candidates;
mod choose;
mod disagreement;
mod knowledge;
mod local;
mod members;
mod plan;
mod series;

pub use choose::{Criterion, Design, Gain};
pub use disagreement::{ExperimentScore, rank_experiments};
pub use plan::{Aim, Plan, PlanOptions, PlanRow, plan};
