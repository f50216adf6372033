use super::units::TIMES;
use super::write_math::{lambda, math, needs_version_2};
use lca_kinetics::{Expr, Initial, Network, Parameter, Reaction, Rule, Species, Stoichiometry};
use quick_xml::escape::escape;
use std::fmt::Write;

/// The units of SBML that need no definition.
const UNITS: [&str; 10] =
    ["ampere", "dimensionless", "gram", "item", "katal", "kilogram", "litre", "metre", "mole", "second"];

pub(super) fn text(network: &Network) -> String {
    let version = if formulas(network).any(needs_version_2) { 2 } else { 1 };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version{version}/core\" level=\"3\" version=\"{version}\">"
    );
    let time = network.time_unit.as_deref().and_then(|unit| TIMES.iter().find(|(name, _)| *name == unit));
    let mut tag = Tag::new("model").text("id", &network.id).optional("name", network.name.as_deref());
    tag = tag.optional("conversionFactor", network.conversion_factor.as_deref());
    tag = tag.optional("timeUnits", time.map(|_| "time_unit"));
    let _ = writeln!(out, "{}>", tag.0);
    if let Some((_, seconds)) = time {
        let _ = writeln!(
            out,
            "<listOfUnitDefinitions><unitDefinition id=\"time_unit\"><listOfUnits><unit kind=\"second\" exponent=\"1\" scale=\"0\" multiplier=\"{seconds}\"/></listOfUnits></unitDefinition></listOfUnitDefinitions>"
        );
    }
    body(&mut out, network, version);
    out.push_str("</model>\n</sbml>\n");
    out
}

fn formulas(network: &Network) -> impl Iterator<Item = &Expr> {
    let rules = network.rules.iter().map(|rule| match rule {
        Rule::Assignment { value, .. } => value,
        Rule::Rate { rate, .. } => rate,
    });
    (network.functions.iter().map(|function| &function.body))
        .chain(network.initial_assignments.iter().map(|(_, value)| value))
        .chain(rules)
        .chain(network.reactions.iter().filter_map(|reaction| reaction.rate.as_ref()))
        .chain(
            network.reactions.iter().flat_map(|r| r.reactants.iter().chain(&r.products)).map(|s| &s.number),
        )
}

/// A start tag under construction.
struct Tag(String);

impl Tag {
    fn new(name: &str) -> Self {
        Self(format!("<{name}"))
    }

    fn text(mut self, name: &str, value: &str) -> Self {
        let _ = write!(self.0, " {name}=\"{}\"", escape(value));
        self
    }

    fn optional(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    fn number(self, name: &str, value: Option<f64>) -> Self {
        let text = value.map(|value| match value {
            value if value.is_nan() => "NaN".to_owned(),
            value if value.is_infinite() => if value > 0.0 { "INF" } else { "-INF" }.to_owned(),
            value => format!("{value:?}"),
        });
        self.optional(name, text.as_deref())
    }

    fn flag(self, name: &str, value: bool) -> Self {
        self.text(name, if value { "true" } else { "false" })
    }

    fn unit(self, name: &str, unit: Option<&str>) -> Self {
        self.optional(name, unit.filter(|unit| UNITS.contains(unit)))
    }

    fn close(self, out: &mut String) {
        let _ = writeln!(out, "{}/>", self.0);
    }

    fn open(self, out: &mut String) {
        let _ = writeln!(out, "{}>", self.0);
    }
}

fn list<T>(out: &mut String, name: &str, items: &[T], mut each: impl FnMut(&mut String, &T)) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "<{name}>");
    items.iter().for_each(|item| each(out, item));
    let _ = writeln!(out, "</{name}>");
}

fn body(out: &mut String, network: &Network, version: u32) {
    list(out, "listOfFunctionDefinitions", &network.functions, |out, function| {
        Tag::new("functionDefinition").text("id", &function.id).open(out);
        lambda(out, &function.arguments, &function.body);
        out.push_str("</functionDefinition>\n");
    });
    list(out, "listOfCompartments", &network.compartments, |out, compartment| {
        let tag = Tag::new("compartment").text("id", &compartment.id);
        let tag = tag.optional("name", compartment.name.as_deref());
        let tag =
            tag.number("spatialDimensions", Some(compartment.dimensions)).number("size", compartment.size);
        tag.unit("units", compartment.unit.as_deref()).flag("constant", compartment.constant).close(out);
    });
    list(out, "listOfSpecies", &network.species, species);
    list(out, "listOfParameters", &network.parameters, |out, parameter_| {
        parameter("parameter", parameter_).flag("constant", parameter_.constant).close(out);
    });
    list(out, "listOfInitialAssignments", &network.initial_assignments, |out, (symbol, value)| {
        Tag::new("initialAssignment").text("symbol", symbol).open(out);
        math(out, value);
        out.push_str("</initialAssignment>\n");
    });
    let mut rules = network.rules.clone();
    rules.extend(network.reactions.iter().flat_map(stoichiometry_rules));
    list(out, "listOfRules", &rules, rule);
    list(out, "listOfReactions", &network.reactions, |out, one| reaction(out, one, version));
}

fn species(out: &mut String, species: &Species) {
    let (amount, concentration) = match species.initial {
        Initial::Amount(value) => (Some(value), None),
        Initial::Concentration(value) => (None, Some(value)),
        Initial::Unknown => (None, None),
    };
    let tag = Tag::new("species").text("id", &species.id).optional("name", species.name.as_deref());
    let tag = tag.text("compartment", &species.compartment);
    let tag = tag.number("initialAmount", amount).number("initialConcentration", concentration);
    let tag = tag.unit("substanceUnits", species.unit.as_deref());
    let tag = tag.flag("hasOnlySubstanceUnits", species.has_only_substance_units);
    let tag = tag.flag("boundaryCondition", species.boundary_condition).flag("constant", species.constant);
    tag.optional("conversionFactor", species.conversion_factor.as_deref()).close(out);
}

fn parameter(name: &str, parameter: &Parameter) -> Tag {
    let tag = Tag::new(name).text("id", &parameter.id).optional("name", parameter.name.as_deref());
    tag.number("value", parameter.value).unit("units", parameter.unit.as_deref())
}

fn rule(out: &mut String, rule: &Rule) {
    let (name, variable, expr) = match rule {
        Rule::Assignment { variable, value } => ("assignmentRule", variable, value),
        Rule::Rate { variable, rate } => ("rateRule", variable, rate),
    };
    Tag::new(name).text("variable", variable).open(out);
    math(out, expr);
    let _ = writeln!(out, "</{name}>");
}

fn reaction(out: &mut String, reaction: &Reaction, version: u32) {
    let tag = Tag::new("reaction").text("id", &reaction.id).optional("name", reaction.name.as_deref());
    let tag = tag.flag("reversible", reaction.reversible);
    let tag = if version == 1 { tag.flag("fast", false) } else { tag };
    tag.open(out);
    for (name, side, letter) in
        [("listOfReactants", &reaction.reactants, 'r'), ("listOfProducts", &reaction.products, 'p')]
    {
        let numbered: Vec<(usize, &Stoichiometry)> = side.iter().enumerate().collect();
        list(out, name, &numbered, |out, (at, one)| {
            reference(out, one, &reference_id(reaction, one, letter, *at))
        });
    }
    list(out, "listOfModifiers", &reaction.modifiers, |out, modifier| {
        Tag::new("modifierSpeciesReference").text("species", modifier).close(out);
    });
    if let Some(rate) = &reaction.rate {
        out.push_str("<kineticLaw>\n");
        math(out, rate);
        list(out, "listOfLocalParameters", &reaction.local_parameters, |out, local| {
            parameter("localParameter", local).close(out);
        });
        out.push_str("</kineticLaw>\n");
    }
    out.push_str("</reaction>\n");
}

/// The identifier of a stoichiometry; one is made up where its number is a formula.
fn reference_id(reaction: &Reaction, one: &Stoichiometry, side: char, at: usize) -> Option<String> {
    let made = || format!("{}_{side}{at}_stoichiometry", reaction.id);
    one.id.clone().or_else(|| (!matches!(one.number, Expr::Number(_))).then(made))
}

fn reference(out: &mut String, one: &Stoichiometry, id: &Option<String>) {
    let number = match one.number {
        Expr::Number(number) if !number.is_nan() => Some(number),
        _ => None,
    };
    let tag = Tag::new("speciesReference").optional("id", id.as_deref()).text("species", &one.species);
    tag.number("stoichiometry", number).flag("constant", id.is_none()).close(out);
}

fn stoichiometry_rules(reaction: &Reaction) -> Vec<Rule> {
    let sides = [(&reaction.reactants, 'r'), (&reaction.products, 'p')];
    let all = sides
        .into_iter()
        .flat_map(|(side, letter)| side.iter().enumerate().map(move |(at, one)| (one, letter, at)));
    all.filter(|(one, ..)| !matches!(one.number, Expr::Number(_)))
        .filter_map(|(one, letter, at)| {
            let variable = reference_id(reaction, one, letter, at)?;
            Some(Rule::Assignment { variable, value: one.number.clone() })
        })
        .collect()
}
