use super::super::File;
use super::super::element::{Element, Origin};
use super::definition::Units;
use crate::FormatError;

/// Attributes that name a unit.
const NAMES: [&str; 9] = [
    "units",
    "substanceUnits",
    "timeUnits",
    "volumeUnits",
    "areaUnits",
    "lengthUnits",
    "extentUnits",
    "spatialSizeUnits",
    "kind",
];

impl File<'_> {
    /// # Errors
    /// Naming the first unit that nothing defines, and its line.
    pub(in super::super) fn units(&self, model: &Element) -> Result<(), FormatError> {
        self.named_units(&Units::of(model, self.level), model)
    }

    fn named_units(&self, units: &Units<'_>, element: &Element) -> Result<(), FormatError> {
        if element.origin != Origin::Sbml {
            return Ok(());
        }
        for attribute in NAMES {
            // A definition is made of kinds of units; elsewhere a kind is none.
            let of_unit = element.name == "unit";
            // Some programs write an empty name where there is none.
            let name = element.attribute(attribute).filter(|name| !name.is_empty());
            let Some(name) = name.filter(|_| of_unit == (attribute == "kind")) else { continue };
            let known = if of_unit { units.is_kind(name) } else { units.is_known(name) };
            if !known {
                let what = format!(
                    "<{}>: `{attribute}` is `{name}`, which is no unit of SBML and no unit definition of the model",
                    element.name
                );
                return Err(self.wrong(element, what));
            }
        }
        element.children.iter().try_for_each(|child| self.named_units(units, child))
    }
}
