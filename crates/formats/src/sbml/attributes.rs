//! Which attributes SBML has where, in any Level: files that were converted keep what an older Level had. Any
//! other without a prefix is misspelt, and passing over it would leave a value out without a word.

use super::File;
use super::element::Element;
use crate::FormatError;
use lca_core::nearest;

/// Attributes of every element.
const ALL: [&str; 4] = ["id", "name", "metaid", "sboTerm"];

/// Further attributes, by element; of a list of elements there are none.
const KNOWN: [(&str, &[&str]); 32] = [
    ("sbml", &["level", "version"]),
    (
        "model",
        &[
            "substanceUnits",
            "timeUnits",
            "volumeUnits",
            "areaUnits",
            "lengthUnits",
            "extentUnits",
            "conversionFactor",
        ],
    ),
    ("functionDefinition", &[]),
    ("unitDefinition", &[]),
    ("unit", &["kind", "exponent", "scale", "multiplier", "offset"]),
    ("compartmentType", &[]),
    ("speciesType", &[]),
    (
        "compartment",
        &["spatialDimensions", "size", "volume", "units", "outside", "constant", "compartmentType"],
    ),
    ("species", SPECIES),
    ("specie", SPECIES),
    ("parameter", &["value", "units", "constant"]),
    ("localParameter", &["value", "units", "constant"]),
    ("initialAssignment", &["symbol"]),
    ("algebraicRule", &["formula", "type"]),
    ("assignmentRule", &["variable"]),
    ("rateRule", &["variable"]),
    ("compartmentVolumeRule", &["formula", "type", "compartment"]),
    ("speciesConcentrationRule", &["formula", "type", "species", "specie"]),
    ("specieConcentrationRule", &["formula", "type", "species", "specie"]),
    ("parameterRule", &["formula", "type", "units"]),
    ("constraint", &[]),
    ("reaction", &["reversible", "fast", "compartment"]),
    ("speciesReference", REFERENCE),
    ("specieReference", REFERENCE),
    ("modifierSpeciesReference", &["species"]),
    ("stoichiometryMath", &[]),
    ("kineticLaw", &["formula", "timeUnits", "substanceUnits"]),
    ("event", &["useValuesFromTriggerTime", "timeUnits"]),
    ("trigger", &["initialValue", "persistent"]),
    ("delay", &[]),
    ("priority", &[]),
    ("eventAssignment", &["variable"]),
];

const SPECIES: &[&str] = &[
    "compartment",
    "initialAmount",
    "initialConcentration",
    "substanceUnits",
    "units",
    "spatialSizeUnits",
    "hasOnlySubstanceUnits",
    "boundaryCondition",
    "constant",
    "conversionFactor",
    "speciesType",
    "charge",
];

const REFERENCE: &[&str] = &["species", "specie", "stoichiometry", "denominator", "constant"];

impl File<'_> {
    /// `name` is what SBML calls the element.
    ///
    /// # Errors
    /// Naming the first attribute that SBML does not have there, its line and the one that may be meant.
    pub(super) fn known_attributes(&self, element: &Element, name: &str) -> Result<(), FormatError> {
        let Some(known) = known(name) else { return Ok(()) };
        let stray = |given: &str| !ALL.contains(&given) && !known.contains(&given);
        let Some((given, _)) = element.attributes.iter().find(|(given, _)| stray(given)) else {
            return Ok(());
        };
        let what = match nearest(given, known.iter().chain(&ALL).copied()) {
            Some(near) => format!("<{name}> has no attribute `{given}` in SBML; is `{near}` meant?"),
            None => format!("<{name}> has no attribute `{given}` in SBML; remove it, or correct its name"),
        };
        Err(self.wrong(element, what))
    }
}

fn known(name: &str) -> Option<&'static [&'static str]> {
    let found = KNOWN.iter().find(|(known, _)| *known == name).map(|(_, attributes)| *attributes);
    found.or_else(|| name.starts_with("listOf").then_some(&[]))
}
