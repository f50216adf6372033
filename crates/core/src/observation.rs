use serde::{Deserialize, Serialize};

/// One measured fact in long form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// What it is of: a cell, a specimen, an assay.
    pub entity: String,
    /// What was measured.
    pub variable: String,
    /// The value, in `unit`.
    pub value: f64,
    /// The unit of `value` and `uncertainty`.
    pub unit: String,
    /// One standard deviation, where known.
    pub uncertainty: Option<f64>,
    /// When, in seconds from the start of the assay.
    pub time_s: Option<f64>,
}
