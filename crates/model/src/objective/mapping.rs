use crate::ModelError;
use lca_kinetics::petab::{Override, Parameter, Problem};
use lca_kinetics::{Initial, Network};
use std::collections::BTreeMap;

/// Where a value of the equations comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Source {
    /// A number.
    Number(f64),
    /// The estimated parameter of that place.
    Estimated(usize),
}

impl Source {
    /// The value at estimated parameters on linear scale.
    pub(super) fn value(self, linear: &[f64]) -> f64 {
        match self {
            Self::Number(value) => value,
            Self::Estimated(at) => linear[at],
        }
    }
}

/// The values of all parameters by identifier.
pub(super) struct Known<'p> {
    table: BTreeMap<&'p str, Source>,
    network: &'p Network,
}

impl<'p> Known<'p> {
    pub(super) fn new(problem: &'p Problem) -> Self {
        let mut table = BTreeMap::new();
        let mut next = 0;
        for parameter in &problem.parameters {
            let Parameter { id, nominal, estimate, .. } = parameter;
            table.insert(
                id.as_str(),
                if *estimate { Source::Estimated(next) } else { Source::Number(*nominal) },
            );
            next += usize::from(*estimate);
        }
        Self { table, network: &problem.network }
    }

    /// What the parameter table says of an identifier.
    pub(super) fn get(&self, id: &str) -> Option<Source> {
        self.table.get(id).copied()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &'p str> + use<'_, 'p> {
        self.table.keys().copied()
    }

    /// What a replacement stands for.
    pub(super) fn replacement(&self, one: &Override, place: &str) -> Result<Source, ModelError> {
        match one {
            Override::Number(value) => Ok(Source::Number(*value)),
            // What a formula gives is no input but part of the equations.
            Override::Formula(_) => Ok(Source::Number(f64::NAN)),
            Override::Parameter(id) => self
                .get(id)
                .or_else(|| self.in_model(id).map(Source::Number))
                .ok_or_else(|| ModelError::Reference {
                    place: place.to_owned(),
                    id: id.clone(),
                    what: "is neither in the parameter table nor a value of the model",
                }),
        }
    }

    fn in_model(&self, id: &str) -> Option<f64> {
        let parameter = self.network.parameters.iter().find(|parameter| parameter.id == id);
        let compartment = self.network.compartments.iter().find(|compartment| compartment.id == id);
        let species = self.network.species(id).and_then(|species| match species.initial {
            Initial::Amount(value) | Initial::Concentration(value) => Some(value),
            Initial::Unknown => None,
        });
        parameter.and_then(|p| p.value).or(compartment.and_then(|c| c.size)).or(species)
    }
}
