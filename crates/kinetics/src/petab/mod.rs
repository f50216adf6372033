//! PEtab problems as types: a network, the parameters to estimate, conditions, experiments,
//! observables and measurements. They are those of PEtab 2.0; problems of PEtab 1.0 (Schmiester et
//! al. 2021, doi:10.1371/journal.pcbi.1008646) are a special case.

mod density;
mod experiment;
mod mass;
mod parameter;
mod prior;
mod tables;

pub use experiment::{Experiment, Period};
pub use parameter::{Parameter, Scale};
pub use prior::{Prior, PriorKind, PriorTerm};
pub use tables::{Condition, Measurement, NoiseDistribution, Observable, Override};

use crate::Network;
use std::borrow::Cow;

/// The version of PEtab whose rules hold for a problem, and in which it is written.
///
/// They differ in what lasts. In 1.0 a condition says all that differs from the model, and what a
/// formula of the model gives at the start follows each condition. In 2.0 a change lasts until
/// another one, and formulas for the start are evaluated once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// PEtab 1.0.
    #[default]
    V1,
    /// PEtab 2.0.
    V2,
}

/// A parameter estimation problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Whose rules hold.
    pub version: Version,
    /// The reaction network.
    pub network: Network,
    /// Parameters, estimated and fixed.
    pub parameters: Vec<Parameter>,
    /// Changes of the model that experiments apply.
    pub conditions: Vec<Condition>,
    /// What is done over time; see [`Problem::experiment`] for those that need not be listed.
    pub experiments: Vec<Experiment>,
    /// What was measured, as formulas.
    pub observables: Vec<Observable>,
    /// What was found.
    pub measurements: Vec<Measurement>,
}

impl Problem {
    /// A problem of PEtab 1.0 about a network, all else empty.
    #[must_use]
    pub const fn new(network: Network) -> Self {
        Self {
            version: Version::V1,
            network,
            parameters: Vec::new(),
            conditions: Vec::new(),
            experiments: Vec::new(),
            observables: Vec::new(),
            measurements: Vec::new(),
        }
    }

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

    /// The experiment of that identifier. Where none is listed, the identifier of a condition means
    /// the experiment that is this condition from time 0, and the empty one the model as it is.
    #[must_use]
    pub fn experiment(&self, id: &str) -> Option<Cow<'_, Experiment>> {
        if let Some(listed) = self.experiments.iter().find(|experiment| experiment.id == id) {
            return Some(Cow::Borrowed(listed));
        }
        if id.is_empty() {
            return Some(Cow::Owned(Experiment::default()));
        }
        self.condition(id).map(|condition| Cow::Owned(Experiment::of(&condition.id)))
    }

    /// The conditions an experiment applies, in order.
    pub fn conditions_of(&self, experiment: &str) -> impl Iterator<Item = &Condition> {
        let periods = self.experiment(experiment).map(|found| found.into_owned().periods);
        let ids = periods.into_iter().flatten().flat_map(|period| period.conditions);
        ids.filter_map(|id| self.condition(&id))
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
