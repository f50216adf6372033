//! What Level 1 writes in its own way: formulas as text, rules by what they are about.

mod formula;
mod tokens;

use super::File;
use super::element::Element;
use crate::FormatError;
use formula::formula;
use lca_kinetics::{Expr, Network, Rule};
use std::collections::HashSet;

impl File<'_> {
    /// The text of attribute `formula`.
    pub(super) fn formula(&self, element: &Element) -> Result<Option<Expr>, FormatError> {
        let text = element.attribute("formula").filter(|text| !text.is_empty());
        text.map(|text| formula(text).map_err(|what| self.wrong(element, what))).transpose()
    }

    /// A rule of Level 1; none when it is algebraic.
    pub(super) fn rule_of_level_1(&self, element: &Element) -> Result<Option<Rule>, FormatError> {
        let names: &[&str] = match element.name.as_str() {
            "algebraicRule" => return Ok(None),
            "compartmentVolumeRule" => &["compartment"],
            "speciesConcentrationRule" | "specieConcentrationRule" => &["species", "specie"],
            "parameterRule" => &["name"],
            other => return Err(self.wrong(element, format!("<{other}> is not a rule of Level 1"))),
        };
        let variable = names.iter().find_map(|name| element.attribute(name));
        let variable = match variable {
            Some(variable) => variable.to_owned(),
            None => return Err(self.wrong(element, format!("<{}> does not say its variable", element.name))),
        };
        let Some(value) = self.formula(element)? else { return Ok(None) };
        match element.attribute("type").unwrap_or("scalar") {
            "scalar" => Ok(Some(Rule::Assignment { variable, value })),
            "rate" => Ok(Some(Rule::Rate { variable, rate: value })),
            other => Err(self.wrong(element, format!("a rule's type is scalar or rate, not `{other}`"))),
        }
    }
}

/// Level 1 does not say what is constant: what a rule determines is not.
pub(super) fn free(network: &mut Network) {
    let mut freed: HashSet<String> = network.rules.iter().map(|rule| rule.variable().to_owned()).collect();
    let moved = network.reactions.iter().flat_map(|one| one.reactants.iter().chain(&one.products));
    let moved: HashSet<&str> = moved.map(|reference| reference.species.as_str()).collect();
    for rule in &network.algebraic_rules {
        let open = |id: &str| !freed.contains(id);
        // A species that nothing else changes is what the rule is about, or else a plain value is.
        let species =
            |id: &str| network.species(id).is_some_and(|one| one.boundary_condition || !moved.contains(id));
        let symbols = rule.symbols();
        if symbols.iter().any(|id| open(id) && species(id)) {
            continue;
        }
        let found: Vec<String> = symbols.iter().filter(|id| open(id)).map(|id| (*id).to_owned()).collect();
        freed.extend(found);
    }
    for compartment in &mut network.compartments {
        compartment.constant = !freed.contains(&compartment.id);
    }
    for parameter in &mut network.parameters {
        parameter.constant = !freed.contains(&parameter.id);
    }
}
