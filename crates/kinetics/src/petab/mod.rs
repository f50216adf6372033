//! PEtab 1.0 problems as types: a network, the parameters to estimate, conditions, observables and
//! measurements (Schmiester et al. 2021, doi:10.1371/journal.pcbi.1008646).

mod parameter;
mod prior;
mod tables;

pub use parameter::{Parameter, Scale};
pub use prior::{Prior, PriorKind, PriorTerm};
pub use tables::{Condition, Measurement, NoiseDistribution, Observable, Override};

use crate::Network;

/// A parameter estimation problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The reaction network.
    pub network: Network,
    /// Parameters, estimated and fixed.
    pub parameters: Vec<Parameter>,
    /// Conditions that measurements refer to.
    pub conditions: Vec<Condition>,
    /// What was measured, as formulas.
    pub observables: Vec<Observable>,
    /// What was found.
    pub measurements: Vec<Measurement>,
}

impl Problem {
    /// The parameter of that identifier.
    #[must_use]
    pub fn parameter(&self, id: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.id == id)
    }

    /// The condition of that identifier.
    #[must_use]
    pub fn condition(&self, id: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.id == id)
    }

    /// The observable of that identifier.
    #[must_use]
    pub fn observable(&self, id: &str) -> Option<&Observable> {
        self.observables.iter().find(|observable| observable.id == id)
    }

    /// The same problem with only the measurements for which `keep` holds.
    #[must_use]
    pub fn with_measurements(&self, keep: impl Fn(&Measurement) -> bool) -> Self {
        let measurements = self.measurements.iter().filter(|m| keep(m)).cloned().collect();
        Self { measurements, ..self.clone() }
    }
}
