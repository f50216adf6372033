use super::super::element::Element;

/// Names of units of time and their lengths in seconds.
pub(in super::super) const TIMES: [(&str, f64); 4] =
    [("s", 1.0), ("min", 60.0), ("h", 3600.0), ("d", 86_400.0)];

/// The unit of time of a model, where it states one of the usual ones.
pub(in super::super) fn time_unit(model: &Element, level: u32) -> Option<String> {
    // Levels 1 and 2 redefine the unit called `time`.
    let id = model.attribute("timeUnits").or((level < 3).then_some("time"))?;
    if id == "second" {
        return Some("s".to_owned());
    }
    let mut definitions = model.listed("listOfUnitDefinitions", "unitDefinition");
    let definition = definitions
        .find(|definition| definition.attribute("id").or(definition.attribute("name")) == Some(id))?;
    let mut units = definition.listed("listOfUnits", "unit");
    let (unit, None) = (units.next()?, units.next()) else { return None };
    if unit.attribute("kind") != Some("second") {
        return None;
    }
    let number =
        |name: &str, default: f64| unit.attribute(name).map_or(Some(default), |text| text.parse().ok());
    let (exponent, scale) = (number("exponent", 1.0)?, number("scale", 0.0)?);
    let seconds = number("multiplier", 1.0)? * 10f64.powf(scale);
    let named = TIMES.iter().find(|(_, length)| *length == seconds && exponent == 1.0);
    named.map(|(name, _)| (*name).to_owned())
}
