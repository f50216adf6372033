use super::Scale;
use crate::Expr;

/// A condition: values that entities of the model take when it begins.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Condition {
    /// Its identifier.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// Parameters, species (amount or concentration, whichever their symbol means) and compartments
    /// with their new values. What is not listed keeps the value of the model or, once the model
    /// runs, the value it has; of PEtab 1.0 see [`super::Version`].
    pub changes: Vec<(String, Override)>,
}

/// What stands in for a placeholder or an entity of the model.
#[derive(Debug, Clone, PartialEq)]
pub enum Override {
    /// A number.
    Number(f64),
    /// The parameter of that identifier.
    Parameter(String),
    /// A formula, only in conditions (PEtab 2.0). In the first period of an experiment its symbols
    /// are those of the parameter table; later also the model's, with their values just before.
    Formula(Expr),
}

impl Override {
    /// Every symbol it depends on.
    #[must_use]
    pub fn symbols(&self) -> Vec<&str> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Parameter(id) => vec![id],
            Self::Formula(formula) => formula.symbols().into_iter().collect(),
        }
    }
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

/// What is measured. Each measurement replaces the placeholders in its formulas.
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
    /// Symbols of the formulas that a measurement's observable parameters replace, in their order.
    pub placeholders: Vec<String>,
    /// Symbols of the noise formula that a measurement's noise parameters replace.
    pub noise_placeholders: Vec<String>,
}

impl Observable {
    /// An observable with normal noise on linear scale. Symbols `observableParameter1_ID`, … and
    /// `noiseParameter1_ID`, … are its placeholders, as in PEtab 1.0.
    #[must_use]
    pub fn new(id: &str, formula: Expr, noise_formula: Expr) -> Self {
        let formulas = [&formula, &noise_formula];
        Self {
            placeholders: placeholders("observableParameter", id, &formulas),
            noise_placeholders: placeholders("noiseParameter", id, &formulas),
            id: id.to_owned(),
            name: None,
            formula,
            transformation: Scale::Lin,
            noise_formula,
            noise_distribution: NoiseDistribution::Normal,
        }
    }
}

/// The symbols `KIND1_ID`, `KIND2_ID`, … up to the highest number that occurs, but no more than any
/// table has columns.
fn placeholders(kind: &str, id: &str, formulas: &[&Expr]) -> Vec<String> {
    let number = |symbol: &str| -> Option<usize> {
        symbol.strip_prefix(kind)?.strip_suffix(id)?.strip_suffix('_')?.parse().ok()
    };
    let symbols = formulas.iter().flat_map(|formula| formula.symbols());
    let most = symbols.filter_map(number).filter(|&number| number <= 1000).max().unwrap_or(0);
    (1..=most).map(|number| format!("{kind}{number}_{id}")).collect()
}

/// One measured value, on linear scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// The observable.
    pub observable: String,
    /// The experiment, or a condition; see [`super::Problem::experiment`].
    pub experiment: String,
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
    pub fn new(observable: &str, experiment: &str, time: f64, value: f64) -> Self {
        Self {
            observable: observable.to_owned(),
            experiment: experiment.to_owned(),
            time,
            value,
            observable_parameters: Vec::new(),
            noise_parameters: Vec::new(),
            dataset: None,
            replicate: None,
        }
    }
}
