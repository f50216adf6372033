use super::super::units::TIMES;
use super::tag::{Tag, list};
use lca_kinetics::{Network, UnitDefinition, UnitFactor, Units};
use std::borrow::Cow;

/// The units of a network as they are written. Where it has a unit of time by a usual name only, that becomes a
/// definition.
pub(super) fn stated(network: &Network) -> Cow<'_, Units> {
    let units = &network.units;
    let usual = network.time_unit.as_deref().and_then(|unit| TIMES.iter().find(|(name, _)| *name == unit));
    let (None, Some(&(_, seconds))) = (&units.time, usual) else { return Cow::Borrowed(units) };
    let mut units = units.clone();
    let mut id = "time_unit".to_owned();
    while units.has(&id) {
        id.push('_');
    }
    let second = UnitFactor { kind: "second".to_owned(), exponent: 1.0, scale: 0, multiplier: seconds };
    units.definitions.push(UnitDefinition { id: id.clone(), name: None, factors: vec![second] });
    units.time = Some(id);
    Cow::Owned(units)
}

/// The attributes of the model.
pub(super) fn attributes(tag: Tag, units: &Units) -> Tag {
    [
        ("substanceUnits", &units.substance),
        ("timeUnits", &units.time),
        ("volumeUnits", &units.volume),
        ("areaUnits", &units.area),
        ("lengthUnits", &units.length),
        ("extentUnits", &units.extent),
    ]
    .into_iter()
    .fold(tag, |tag, (name, unit)| tag.unit(name, unit.as_deref(), units))
}

pub(super) fn definition(out: &mut String, definition: &UnitDefinition) {
    let tag = Tag::new("unitDefinition").text("id", &definition.id);
    tag.optional("name", definition.name.as_deref()).open(out);
    list(out, "listOfUnits", &definition.factors, |out, factor| {
        let tag = Tag::new("unit").text("kind", &factor.kind).number("exponent", Some(factor.exponent));
        let tag = tag.text("scale", &factor.scale.to_string());
        tag.number("multiplier", Some(factor.multiplier)).close(out);
    });
    out.push_str("</unitDefinition>\n");
}
