use super::File;
use super::element::Element;
use super::{level1, units};
use crate::FormatError;
use lca_kinetics::Network;

impl File<'_> {
    pub(super) fn network(&self, model: &Element) -> Result<Network, FormatError> {
        let units = self.stated_units(model)?;
        let mut network = Network {
            id: self.id(model).unwrap_or_else(|_| "model".to_owned()),
            name: self.name(model),
            time_unit: units::time_unit(&units),
            units,
            conversion_factor: model.attribute("conversionFactor").map(str::to_owned),
            compartments: self.each(model, "listOfCompartments", "compartment", Self::compartment)?,
            species: self.either(model, "listOfSpecies", ["species", "specie"], Self::species)?,
            parameters: self.each(model, "listOfParameters", "parameter", Self::parameter)?,
            functions: self.functions(model)?,
            initial_assignments: self.initial_assignments(model)?,
            rules: self.rules(model)?,
            algebraic_rules: self.algebraic_rules(model)?,
            reactions: self.each(model, "listOfReactions", "reaction", Self::reaction)?,
            events: self.each(model, "listOfEvents", "event", Self::event)?,
            flux: self.flux(model)?,
        };
        units::name(&mut network, self.level);
        if self.level == 1 {
            level1::free(&mut network);
        }
        Ok(network)
    }
}
