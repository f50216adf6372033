use super::super::File;
use super::super::element::Element;
use crate::FormatError;
use lca_kinetics::{Network, UnitDefinition, UnitFactor, Units};

impl File<'_> {
    /// The units that a model defines, and those it states for all.
    pub(in super::super) fn stated_units(&self, model: &Element) -> Result<Units, FormatError> {
        let mut definitions = Vec::new();
        for element in model.listed("listOfUnitDefinitions", "unitDefinition") {
            definitions.extend(self.unit_definition(element)?);
        }
        let stated = |attribute: &str, older: &str| match self.level {
            3 => model.attribute(attribute).map(str::to_owned),
            // Before Level 3 a model redefines what was predefined.
            _ => definitions.iter().any(|one| one.id == older).then(|| older.to_owned()),
        };
        Ok(Units {
            substance: stated("substanceUnits", "substance"),
            time: stated("timeUnits", "time"),
            volume: stated("volumeUnits", "volume"),
            area: stated("areaUnits", "area"),
            length: stated("lengthUnits", "length"),
            extent: stated("extentUnits", "substance"),
            definitions,
        })
    }

    /// None for what Level 3 cannot say: degrees Celsius, which begin elsewhere than at zero.
    fn unit_definition(&self, element: &Element) -> Result<Option<UnitDefinition>, FormatError> {
        let mut factors = Vec::new();
        for unit in element.listed("listOfUnits", "unit") {
            let Some(factor) = self.unit_factor(unit)? else { return Ok(None) };
            factors.push(factor);
        }
        Ok(Some(UnitDefinition { id: self.id(element)?, name: self.name(element), factors }))
    }

    fn unit_factor(&self, unit: &Element) -> Result<Option<UnitFactor>, FormatError> {
        let value = |name: &str, default: f64| self.number(unit, name).map(|given| given.unwrap_or(default));
        let (scale, multiplier) = (value("scale", 0.0)?, value("multiplier", 1.0)?);
        let exponent = value("exponent", 1.0)?;
        let kind = modern(self.required(unit, "kind")?);
        if value("offset", 0.0)? != 0.0 || !Units::is_kind(kind) {
            return Ok(None);
        }
        let whole = scale.fract() == 0.0 && scale.abs() < 400.0;
        let (scale, multiplier) =
            if whole { (scale as i32, multiplier) } else { (0, multiplier * 10f64.powf(scale)) };
        Ok(Some(UnitFactor { kind: kind.to_owned(), exponent, scale, multiplier }))
    }
}

/// Calls all units by names of Level 3, and leaves out those that have none.
pub(in super::super) fn name(network: &mut Network, level: u32) {
    let units = std::mem::take(&mut network.units);
    let rename = |unit: &mut Option<String>| {
        let name = unit.take().map(|name| match units.has(&name) {
            true => name,
            false => predefined(modern(&name), level).to_owned(),
        });
        *unit = name.filter(|name| units.has(name));
    };
    network.compartments.iter_mut().for_each(|one| rename(&mut one.unit));
    network.species.iter_mut().for_each(|one| rename(&mut one.unit));
    network.parameters.iter_mut().for_each(|one| rename(&mut one.unit));
    let locals = network.reactions.iter_mut().flat_map(|one| &mut one.local_parameters);
    locals.for_each(|one| rename(&mut one.unit));
    let mut named = units.clone();
    let Units { definitions: _, substance, time, volume, area, length, extent } = &mut named;
    [substance, time, volume, area, length, extent].into_iter().for_each(rename);
    network.units = named;
}

/// Level 1 spells two units in the American way.
fn modern(name: &str) -> &str {
    match name {
        "liter" => "litre",
        "meter" => "metre",
        other => other,
    }
}

/// What was predefined before Level 3 and is not redefined; areas had no unit of one word.
fn predefined(name: &str, level: u32) -> &str {
    match name {
        "substance" if level < 3 => "mole",
        "volume" if level < 3 => "litre",
        "length" if level < 3 => "metre",
        "time" if level < 3 => "second",
        other => other,
    }
}
