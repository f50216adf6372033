use super::File;
use super::element::Element;
use crate::FormatError;
use lca_kinetics::{Compartment, Initial, Parameter, Species};

fn text(element: &Element, attribute: &str) -> Option<String> {
    element.attribute(attribute).map(str::to_owned)
}

impl File<'_> {
    pub(super) fn compartment(&self, element: &Element) -> Result<Compartment, FormatError> {
        let dimensions = self.number(element, "spatialDimensions")?.unwrap_or(3.0);
        let size = self.size(element)?;
        if let Some(size) = size.filter(|size| *size < 0.0) {
            return Err(
                self.wrong(element, format!("the size of a compartment is {size}, which is negative"))
            );
        }
        Ok(Compartment {
            id: self.id(element)?,
            name: self.name(element),
            dimensions,
            size,
            unit: text(element, "units"),
            constant: self.flag(element, "constant", true)?,
        })
    }

    /// Level 1 calls it a volume, 1 unless stated.
    fn size(&self, element: &Element) -> Result<Option<f64>, FormatError> {
        match self.level {
            1 => Ok(Some(self.number(element, "volume")?.unwrap_or(1.0))),
            _ => self.number(element, "size"),
        }
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
            id: self.id(element)?,
            name: self.name(element),
            compartment: self.required(element, "compartment")?.to_owned(),
            initial,
            unit: text(element, "substanceUnits").or_else(|| text(element, "units")),
            has_only_substance_units: self.flag(element, "hasOnlySubstanceUnits", false)?,
            boundary_condition: self.flag(element, "boundaryCondition", false)?,
            constant: self.flag(element, "constant", false)?,
            conversion_factor: text(element, "conversionFactor"),
        })
    }

    pub(super) fn parameter(&self, element: &Element) -> Result<Parameter, FormatError> {
        Ok(Parameter {
            id: self.id(element)?,
            name: self.name(element),
            value: self.number(element, "value")?,
            unit: text(element, "units"),
            constant: self.flag(element, "constant", true)?,
        })
    }
}
