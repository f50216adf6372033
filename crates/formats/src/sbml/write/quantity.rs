use super::tag::Tag;
use lca_kinetics::{Compartment, Initial, Parameter, Species, Units};

pub(super) fn compartment(out: &mut String, compartment: &Compartment, units: &Units) {
    let tag = Tag::new("compartment").text("id", &compartment.id);
    let tag = tag.optional("name", compartment.name.as_deref());
    let tag = tag.number("spatialDimensions", Some(compartment.dimensions)).number("size", compartment.size);
    tag.unit("units", compartment.unit.as_deref(), units).flag("constant", compartment.constant).close(out);
}

pub(super) fn species(out: &mut String, species: &Species, units: &Units) {
    let (amount, concentration) = match species.initial {
        Initial::Amount(value) => (Some(value), None),
        Initial::Concentration(value) => (None, Some(value)),
        Initial::Unknown => (None, None),
    };
    let tag = Tag::new("species").text("id", &species.id).optional("name", species.name.as_deref());
    let tag = tag.text("compartment", &species.compartment);
    let tag = tag.number("initialAmount", amount).number("initialConcentration", concentration);
    let tag = tag.unit("substanceUnits", species.unit.as_deref(), units);
    let tag = tag.flag("hasOnlySubstanceUnits", species.has_only_substance_units);
    let tag = tag.flag("boundaryCondition", species.boundary_condition).flag("constant", species.constant);
    tag.optional("conversionFactor", species.conversion_factor.as_deref()).close(out);
}

/// A parameter of the model or of one rate law.
pub(super) fn parameter(name: &str, parameter: &Parameter, units: &Units) -> Tag {
    let tag = Tag::new(name).text("id", &parameter.id).optional("name", parameter.name.as_deref());
    tag.number("value", parameter.value).unit("units", parameter.unit.as_deref(), units)
}
