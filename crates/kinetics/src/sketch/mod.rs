//! A model as a list of reactions says it: who does what to whom, by which template of a rate law. It has
//! no formulas yet; those, and the parameters they need, come when it is compiled.

mod entry;
mod role;
mod step;

pub use entry::{Declared, Given, Observed, Perturbed, Scaled, Setting};
pub use role::{Role, RoleKind};
pub use step::{Inhibition, Inhibitor, Law, Logic, Step, Term};

use crate::Expr;

/// All that a list of reactions says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sketch {
    /// The identifier of the model; empty where the list gives none.
    pub id: String,
    /// The units of `time`, `substance` and `volume`, each with its unit and line.
    pub units: Vec<(String, String, u64)>,
    /// Places: their size is their setting's value.
    pub compartments: Vec<Setting>,
    /// What is said of species beside reactions.
    pub species: Vec<Declared>,
    /// What is said of parameters beside reactions.
    pub parameters: Vec<Setting>,
    /// What happens.
    pub steps: Vec<Step>,
    /// Symbols whose value a formula gives all the time, with their lines.
    pub rules: Vec<(String, Expr, u64)>,
    /// What is measured.
    pub observables: Vec<Observed>,
    /// What is done to the cells.
    pub conditions: Vec<Perturbed>,
    /// What measured expression scales.
    pub expression: Vec<Scaled>,
    /// The file of the measurements.
    pub measurements: Option<String>,
    /// The time at which a simulation ends.
    pub end: Option<f64>,
}
