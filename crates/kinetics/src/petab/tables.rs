use super::Scale;
use crate::Expr;

/// A condition: values that entities of the model take in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Condition {
    /// Its identifier.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// Parameters, species (initial values) and compartments with what replaces them. What is not
    /// listed keeps the model's value, or after pre-equilibration the value reached there.
    pub changes: Vec<(String, Override)>,
}

/// What stands in for a placeholder or an entity of the model.
#[derive(Debug, Clone, PartialEq)]
pub enum Override {
    /// A number.
    Number(f64),
    /// The parameter of that identifier.
    Parameter(String),
}

/// How measurements scatter about the observable, on its transformed scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoiseDistribution {
    /// Normal; the noise formula is the standard deviation.
    #[default]
    Normal,
    /// Laplace; the noise formula is the scale.
    Laplace,
}

/// What is measured. Its formulas may hold `observableParameter1_ID`, … and
/// `noiseParameter1_ID`, …, which each measurement replaces.
#[derive(Debug, Clone, PartialEq)]
pub struct Observable {
    /// Its identifier.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// Its value.
    pub formula: Expr,
    /// The scale on which the noise acts.
    pub transformation: Scale,
    /// The noise's standard deviation or scale.
    pub noise_formula: Expr,
    /// The noise's distribution.
    pub noise_distribution: NoiseDistribution,
}

impl Observable {
    /// An observable with normal noise on linear scale.
    #[must_use]
    pub fn new(id: &str, formula: Expr, noise_formula: Expr) -> Self {
        Self {
            id: id.to_owned(),
            name: None,
            formula,
            transformation: Scale::Lin,
            noise_formula,
            noise_distribution: NoiseDistribution::Normal,
        }
    }
}

/// One measured value, on linear scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// The observable.
    pub observable: String,
    /// The condition of the simulation whose steady state is the start, if any.
    pub preequilibration: Option<String>,
    /// The condition.
    pub condition: String,
    /// When; infinite means the steady state.
    pub time: f64,
    /// The value.
    pub value: f64,
    /// What replaces the observable's parameters.
    pub observable_parameters: Vec<Override>,
    /// What replaces the noise's parameters.
    pub noise_parameters: Vec<Override>,
    /// A name for measurements that belong together.
    pub dataset: Option<String>,
    /// Which of several repetitions it is.
    pub replicate: Option<String>,
}

impl Measurement {
    /// A measurement without overrides.
    #[must_use]
    pub fn new(observable: &str, condition: &str, time: f64, value: f64) -> Self {
        Self {
            observable: observable.to_owned(),
            preequilibration: None,
            condition: condition.to_owned(),
            time,
            value,
            observable_parameters: Vec::new(),
            noise_parameters: Vec::new(),
            dataset: None,
            replicate: None,
        }
    }
}
