use crate::Expr;
use crate::petab::Scale;

/// What a value is given as.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A number.
    Number(f64),
    /// The value of the parameter of that identifier.
    Same(String),
}

/// A value that a list of reactions states: of a parameter, an initial amount or a size.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Whose value it is: an identifier, or in a reaction the role of a parameter there (`kf`, `Km`).
    pub name: String,
    /// The value.
    pub value: Given,
    /// The range to estimate it in.
    pub bounds: Option<[f64; 2]>,
    /// Whether it is known and not to be estimated (of a species: whether it never changes).
    pub fixed: bool,
    /// Its unit, as written.
    pub unit: Option<String>,
    /// The line that states it, from 1; 0 where there is none.
    pub line: u64,
}

impl Setting {
    /// A number, without bounds and unit.
    #[must_use]
    pub fn number(name: &str, value: f64, line: u64) -> Self {
        let name = name.to_owned();
        Self { name, value: Given::Number(value), bounds: None, fixed: false, unit: None, line }
    }
}

/// What is said of a species beside reactions.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// Its identifier.
    pub id: String,
    /// Where it is; none: where the first compartment is.
    pub compartment: Option<String>,
    /// How much there is at the start, as a concentration; `fixed`: it never changes.
    pub initial: Option<Setting>,
    /// The line that says so.
    pub line: u64,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Its identifier.
    pub id: String,
    /// Its value in terms of the model.
    pub formula: Expr,
    /// The standard deviation of its noise; none: a parameter to estimate.
    pub noise: Option<Expr>,
    /// The scale on which the noise acts.
    pub transformation: Scale,
    /// Whether it is known only up to a factor, which is then estimated.
    pub relative: bool,
    /// The line that says so.
    pub line: u64,
}

/// What is done to the cells: values from the start on.
#[derive(Debug, Clone, PartialEq)]
pub struct Perturbed {
    /// Its identifier.
    pub id: String,
    /// Species and parameters with their values.
    pub changes: Vec<Setting>,
    /// The condition under which the cells came to rest before.
    pub after: Option<String>,
    /// The line that says so.
    pub line: u64,
}

/// What measured expression scales.
#[derive(Debug, Clone, PartialEq)]
pub struct Scaled {
    /// A species, whose initial amount is scaled, or a parameter.
    pub target: String,
    /// A formula whose symbols are rows of the expression table: `0.7 * MAPK1 + 0.3 * MAPK3`.
    pub formula: Expr,
    /// The line that says so.
    pub line: u64,
}
