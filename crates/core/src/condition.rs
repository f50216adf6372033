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
    /// Of an inhibitor: the concentration that leaves half of the activity, in `unit`.
    #[serde(default)]
    pub ic50: Option<f64>,
    /// Of an inhibitor: Hill's coefficient; none: 1.
    #[serde(default)]
    pub hill: Option<f64>,
    /// Of a table: seconds from `start_s` and the amounts then, as shares of `amount`.
    #[serde(default)]
    pub course: Vec<(f64, f64)>,
}

impl Perturbation {
    /// A perturbation from the start to the end.
    #[must_use]
    pub const fn new(target: String, kind: PerturbationKind, amount: f64, unit: Unit) -> Self {
        Self {
            target,
            kind,
            amount,
            unit,
            start_s: 0.0,
            end_s: None,
            ic50: None,
            hill: None,
            course: Vec::new(),
        }
    }
}

/// How a perturbation acts on its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PerturbationKind {
    /// A substance added at a concentration.
    Dose,
    /// The target's amount lowered to a remaining fraction.
    KnockDown,
    /// The target's gene taken away; `amount` is not looked at.
    KnockOut,
    /// The target's amount raised by a factor.
    OverExpression,
    /// A substance that lowers the target's activity, at a concentration of `amount`.
    Inhibitor,
    /// A substance given from `start_s` to `end_s` and then washed out.
    Pulse,
    /// A level held from `start_s` to `end_s`.
    Step,
    /// A level that rises evenly from nothing at `start_s` to `amount` at `end_s` and stays.
    Ramp,
    /// A level that follows `course`, on straight lines between its points.
    Table,
}

impl PerturbationKind {
    /// Every kind and its name in files.
    pub const NAMES: [(Self, &'static str); 9] = [
        (Self::Dose, "dose"),
        (Self::KnockDown, "knock-down"),
        (Self::KnockOut, "knock-out"),
        (Self::OverExpression, "over-expression"),
        (Self::Inhibitor, "inhibitor"),
        (Self::Pulse, "pulse"),
        (Self::Step, "step"),
        (Self::Ramp, "ramp"),
        (Self::Table, "table"),
    ];
}
