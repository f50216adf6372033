//! SBML core, Level 2 and 3 read, Level 3 written. Units of single quantities are kept by name but
//! not converted; constraints, notes and annotations change no result and are passed over.

mod math;
mod quantities;
mod reactions;
mod rules;
mod units;
mod write;
mod write_math;
mod xml;

use crate::FormatError;
use lca_kinetics::Network;
use std::fs;
use std::path::Path;
use xml::{Element, Origin};

/// Reads a model from an SBML file.
///
/// # Errors
/// When the file cannot be read, is not sound, or uses what is not supported (events, delays,
/// algebraic rules, fast reactions, required packages, Level 1), naming the line.
pub fn read_sbml(path: &Path) -> Result<Network, FormatError> {
    parse_sbml(&fs::read(path).map_err(FormatError::io("read", path))?, path)
}

/// Reads a model from the bytes of an SBML file; `path` is for messages.
///
/// # Errors
/// As [`read_sbml`].
pub fn parse_sbml(bytes: &[u8], path: &Path) -> Result<Network, FormatError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| FormatError::broken(path, "SBML", "it is not UTF-8 text; convert it"))?;
    let root = xml::parse(text, path)?;
    let file = File { path, level: level(&root, path)? };
    let model = (root.name == "sbml").then(|| root.child("model")).flatten();
    let model =
        model.ok_or_else(|| FormatError::broken(path, "SBML", "it holds no <model>; is it an SBML file?"))?;
    file.packages(&root)?;
    file.network(model)
}

/// Writes a model as SBML Level 3.
///
/// # Errors
/// When the file cannot be written.
pub fn write_sbml(path: &Path, network: &Network) -> Result<(), FormatError> {
    fs::write(path, sbml_text(network)).map_err(FormatError::io("write", path))
}

/// A model as the text of an SBML Level 3 file: Version 1, or 2 where a formula needs it.
#[must_use]
pub fn sbml_text(network: &Network) -> String {
    write::text(network)
}

fn level(root: &Element, path: &Path) -> Result<u32, FormatError> {
    match root.attribute("level") {
        Some("2") => Ok(2),
        Some("3") => Ok(3),
        Some(other) => Err(FormatError::unsupported(
            path,
            format!("SBML Level {other}"),
            "convert it to Level 3, for example with COPASI",
        )),
        None => Err(FormatError::broken(path, "SBML", "its root element states no level")),
    }
}

/// The file being read.
struct File<'p> {
    path: &'p Path,
    level: u32,
}

impl File<'_> {
    fn wrong(&self, element: &Element, what: impl Into<String>) -> FormatError {
        FormatError::line(self.path, element.line, what)
    }

    fn refuse(&self, element: &Element, what: &str) -> FormatError {
        let name = element.attribute("id").or(element.attribute("variable")).unwrap_or("without an id");
        let what = format!("{what} (`{name}`, line {})", element.line);
        FormatError::unsupported(self.path, what, "rewrite the model without it")
    }

    fn required<'e>(&self, element: &'e Element, attribute: &str) -> Result<&'e str, FormatError> {
        element
            .attribute(attribute)
            .ok_or_else(|| self.wrong(element, format!("<{}> has no `{attribute}`", element.name)))
    }

    fn number(&self, element: &Element, attribute: &str) -> Result<Option<f64>, FormatError> {
        let Some(text) = element.attribute(attribute) else { return Ok(None) };
        xml::number(text)
            .map(Some)
            .ok_or_else(|| self.wrong(element, format!("`{attribute}` is `{text}`, which is not a number")))
    }

    fn flag(&self, element: &Element, attribute: &str, default: bool) -> Result<bool, FormatError> {
        match element.attribute(attribute) {
            None => Ok(default),
            Some("true" | "1") => Ok(true),
            Some("false" | "0") => Ok(false),
            Some(text) => {
                Err(self.wrong(element, format!("`{attribute}` is `{text}`, neither true nor false")))
            }
        }
    }

    /// Packages that change what the model means must be known.
    fn packages(&self, root: &Element) -> Result<(), FormatError> {
        let required = root
            .foreign
            .iter()
            .find(|(name, value)| name.ends_with(":required") && matches!(value.as_str(), "true" | "1"));
        match required {
            Some((name, _)) => {
                let package = name.trim_end_matches(":required");
                let what = format!("the SBML package `{package}`, which changes what the model means");
                Err(FormatError::unsupported(self.path, what, "flatten or export it as SBML core"))
            }
            None => Ok(()),
        }
    }

    fn network(&self, model: &Element) -> Result<Network, FormatError> {
        if let Some(event) = model.listed("listOfEvents", "event").next() {
            return Err(self.refuse(event, "an event"));
        }
        Ok(Network {
            id: model.attribute("id").unwrap_or("model").to_owned(),
            name: model.attribute("name").map(str::to_owned),
            time_unit: units::time_unit(model),
            conversion_factor: model.attribute("conversionFactor").map(str::to_owned),
            compartments: self.each(model, "listOfCompartments", "compartment", Self::compartment)?,
            species: self.each(model, "listOfSpecies", "species", Self::species)?,
            parameters: self.each(model, "listOfParameters", "parameter", Self::parameter)?,
            functions: self.functions(model)?,
            initial_assignments: self.initial_assignments(model)?,
            rules: self.rules(model)?,
            algebraic_rules: Vec::new(),
            reactions: self.each(model, "listOfReactions", "reaction", Self::reaction)?,
            events: Vec::new(),
        })
    }

    fn each<T>(
        &self,
        parent: &Element,
        list: &str,
        name: &str,
        read: impl Fn(&Self, &Element) -> Result<T, FormatError>,
    ) -> Result<Vec<T>, FormatError> {
        parent.listed(list, name).map(|element| read(self, element)).collect()
    }

    fn math(&self, element: &Element) -> Result<Option<lca_kinetics::Expr>, FormatError> {
        let math = element.children.iter().find(|child| child.origin == Origin::MathMl);
        math.map(|math| math::expression(self, math)).transpose().map(Option::flatten)
    }
}
