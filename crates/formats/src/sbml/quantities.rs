use super::File;
use super::xml::Element;
use crate::FormatError;
use lca_kinetics::{Compartment, Initial, Parameter, Species};

fn text(element: &Element, attribute: &str) -> Option<String> {
    element.attribute(attribute).map(str::to_owned)
}

impl File<'_> {
    pub(super) fn compartment(&self, element: &Element) -> Result<Compartment, FormatError> {
        let dimensions = self.number(element, "spatialDimensions")?.unwrap_or(3.0);
        Ok(Compartment {
            id: self.required(element, "id")?.to_owned(),
            name: text(element, "name"),
            dimensions,
            size: self.number(element, "size")?,
            unit: text(element, "units"),
            constant: self.flag(element, "constant", true)?,
        })
    }

    pub(super) fn species(&self, element: &Element) -> Result<Species, FormatError> {
        let amount = self.number(element, "initialAmount")?;
        let concentration = self.number(element, "initialConcentration")?;
        let initial = match (amount, concentration) {
            (Some(_), Some(_)) => {
                return Err(self.wrong(element, "a species has either an initial amount or a concentration"));
            }
            (Some(amount), None) => Initial::Amount(amount),
            (None, Some(concentration)) => Initial::Concentration(concentration),
            (None, None) => Initial::Unknown,
        };
        Ok(Species {
            id: self.required(element, "id")?.to_owned(),
            name: text(element, "name"),
            compartment: self.required(element, "compartment")?.to_owned(),
            initial,
            unit: text(element, "substanceUnits"),
            has_only_substance_units: self.flag(element, "hasOnlySubstanceUnits", false)?,
            boundary_condition: self.flag(element, "boundaryCondition", false)?,
            constant: self.flag(element, "constant", false)?,
            conversion_factor: text(element, "conversionFactor"),
        })
    }

    pub(super) fn parameter(&self, element: &Element) -> Result<Parameter, FormatError> {
        Ok(Parameter {
            id: self.required(element, "id")?.to_owned(),
            name: text(element, "name"),
            value: self.number(element, "value")?,
            unit: text(element, "units"),
            constant: self.flag(element, "constant", true)?,
        })
    }
}
