//! Which elements SBML has where ([`super::attributes`] has what stands in their tags). One of another name in its
//! own namespace is misspelt: passing over it would drop a part of the model without a word.

use super::File;
use super::element::{Element, Origin};
use crate::FormatError;
use lca_core::nearest;

/// Elements of Levels 1 to 3 by what they stand in.
const KNOWN: [(&str, &[&str]); 34] = [
    ("sbml", &["model"]),
    (
        "model",
        &[
            "listOfFunctionDefinitions",
            "listOfUnitDefinitions",
            "listOfCompartmentTypes",
            "listOfSpeciesTypes",
            "listOfCompartments",
            "listOfSpecies",
            "listOfParameters",
            "listOfInitialAssignments",
            "listOfRules",
            "listOfConstraints",
            "listOfReactions",
            "listOfEvents",
        ],
    ),
    ("listOfFunctionDefinitions", &["functionDefinition"]),
    ("listOfUnitDefinitions", &["unitDefinition"]),
    ("unitDefinition", &["listOfUnits"]),
    ("listOfUnits", &["unit"]),
    ("listOfCompartmentTypes", &["compartmentType"]),
    ("listOfSpeciesTypes", &["speciesType"]),
    ("listOfCompartments", &["compartment"]),
    ("listOfSpecies", &["species", "specie"]),
    ("listOfParameters", &["parameter"]),
    ("listOfLocalParameters", &["localParameter"]),
    ("listOfInitialAssignments", &["initialAssignment"]),
    (
        "listOfRules",
        &[
            "algebraicRule",
            "assignmentRule",
            "rateRule",
            "compartmentVolumeRule",
            "speciesConcentrationRule",
            "specieConcentrationRule",
            "parameterRule",
        ],
    ),
    ("listOfConstraints", &["constraint"]),
    ("constraint", &["message"]),
    ("listOfReactions", &["reaction"]),
    ("reaction", &["listOfReactants", "listOfProducts", "listOfModifiers", "kineticLaw"]),
    ("listOfReactants", &["speciesReference", "specieReference"]),
    ("listOfProducts", &["speciesReference", "specieReference"]),
    ("listOfModifiers", &["modifierSpeciesReference"]),
    ("speciesReference", &["stoichiometryMath"]),
    ("kineticLaw", &["listOfParameters", "listOfLocalParameters"]),
    ("listOfEvents", &["event"]),
    ("event", &["trigger", "delay", "priority", "listOfEventAssignments"]),
    ("listOfEventAssignments", &["eventAssignment"]),
    ("functionDefinition", &[]),
    ("compartment", &[]),
    ("species", &[]),
    ("parameter", &[]),
    ("unit", &[]),
    ("initialAssignment", &[]),
    ("trigger", &[]),
    ("eventAssignment", &[]),
];

impl File<'_> {
    /// # Errors
    /// Naming the first element or attribute that SBML does not have there, and its line.
    pub(super) fn elements(&self, element: &Element) -> Result<(), FormatError> {
        // Formulas have their own reader, and a message is text for people.
        if element.origin == Origin::MathMl || matches!(element.name.as_str(), "message" | "annotations") {
            return Ok(());
        }
        let name = self.core_name(element);
        if let Some(name) = name {
            self.known_attributes(element, name)?;
        }
        let known = name.and_then(children);
        for child in &element.children {
            if child.origin == Origin::Sbml
                && let Some(known) = known
                && !known.contains(&child.name.as_str())
                && !(self.level == 1 && child.name == "annotations")
            {
                return Err(self.wrong(child, stray(element, child, known)));
            }
            self.elements(child)?;
        }
        Ok(())
    }

    fn core_name<'e>(&self, element: &'e Element) -> Option<&'e str> {
        match (element.origin, element.name.as_str()) {
            (Origin::Sbml, name) => Some(name),
            // A model of the package comp holds what every model holds.
            (Origin::Comp, "modelDefinition") => Some("model"),
            _ => None,
        }
    }
}

fn children(name: &str) -> Option<&'static [&'static str]> {
    KNOWN.iter().find(|(known, _)| *known == name).map(|(_, children)| *children)
}

fn stray(parent: &Element, child: &Element, known: &[&str]) -> String {
    let (inside, name) = (&parent.name, &child.name);
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("<{inside}> holds no <{name}> in SBML; is <{near}> meant?"),
        None => format!("<{inside}> holds no <{name}> in SBML; remove it, or correct its name or place"),
    }
}
