use crate::{ConditionId, Unit};
use serde::{Deserialize, Serialize};

/// What was done to the cells: a set of perturbations. No perturbation is the control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Its identifier, unique in the study.
    pub id: ConditionId,
    /// What was done.
    #[serde(default)]
    pub perturbations: Vec<Perturbation>,
}

/// One intervention on one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Perturbation {
    /// The molecule or process acted on, by the name it has in the model.
    pub target: String,
    /// How it is acted on.
    pub kind: PerturbationKind,
    /// How much, in `unit`.
    pub amount: f64,
    /// The unit of `amount`.
    pub unit: Unit,
    /// When it begins, in seconds from the start of the assay.
    #[serde(default)]
    pub start_s: f64,
    /// When it ends; none: it lasts to the end.
    #[serde(default)]
    pub end_s: Option<f64>,
}

/// How a perturbation acts on its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PerturbationKind {
    /// A substance added at a concentration.
    Dose,
    /// The target's amount lowered to a remaining fraction.
    KnockDown,
    /// The target's amount raised by a factor.
    OverExpression,
    /// A substance given from `start_s` to `end_s` and then washed out.
    Pulse,
}
