mod dialect;
mod event;
mod flux;
mod math;
mod quantity;
mod reaction;
mod rule;
mod tag;
mod units;

use dialect::Dialect;
use event::event;
use flux::Bounds;
use lca_kinetics::{Expr, Network, Parameter, Rule, Units};
use math::{lambda, math};
use quantity::{compartment, parameter, species};
use reaction::{reaction, stoichiometry_rules};
use rule::{algebraic_rule, rule};
use std::fmt::Write;
use tag::{Tag, list};

/// What stands in the list of rules.
enum Either<'n> {
    Rule(&'n Rule),
    Zero(&'n Expr),
}

pub(super) fn text(network: &Network) -> String {
    let dialect = Dialect::of(network);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let package = network.flux.as_ref().map(flux::root).unwrap_or_default();
    let _ = writeln!(out, "<sbml {}{package}>", dialect.root());
    let units = units::stated(network);
    let mut tag = Tag::new("model").text("id", &network.id).optional("name", network.name.as_deref());
    tag = tag.optional("conversionFactor", network.conversion_factor.as_deref());
    tag = units::attributes(tag, &units);
    let strict = network.flux.as_ref().map(|flux| if flux.strict { "true" } else { "false" });
    tag = tag.optional("fbc:strict", strict);
    tag.open(&mut out);
    body(&mut out, network, &units, dialect.version);
    out.push_str("</model>\n</sbml>\n");
    out
}

fn body(out: &mut String, network: &Network, units: &Units, version: u32) {
    list(out, "listOfFunctionDefinitions", &network.functions, |out, function| {
        Tag::new("functionDefinition").text("id", &function.id).open(out);
        lambda(out, &function.arguments, &function.body);
        out.push_str("</functionDefinition>\n");
    });
    list(out, "listOfUnitDefinitions", &units.definitions, units::definition);
    list(out, "listOfCompartments", &network.compartments, |out, one| compartment(out, one, units));
    list(out, "listOfSpecies", &network.species, |out, one| species(out, one, units));
    let bounds = network.flux.as_ref().map(Bounds::new);
    let (made, formulas) = bounds.as_ref().map(Bounds::parameters).unwrap_or_default();
    let parameters: Vec<&Parameter> = network.parameters.iter().chain(&made).collect();
    list(out, "listOfParameters", &parameters, |out, parameter_| {
        parameter("parameter", parameter_, units).flag("constant", parameter_.constant).close(out);
    });
    let assignments: Vec<&(String, Expr)> = network.initial_assignments.iter().chain(&formulas).collect();
    list(out, "listOfInitialAssignments", &assignments, |out, (symbol, value)| {
        Tag::new("initialAssignment").text("symbol", symbol).open(out);
        math(out, value);
        out.push_str("</initialAssignment>\n");
    });
    let mut rules = network.rules.clone();
    rules.extend(network.reactions.iter().flat_map(stoichiometry_rules));
    let rules = rules.iter().map(Either::Rule).chain(network.algebraic_rules.iter().map(Either::Zero));
    list(out, "listOfRules", &rules.collect::<Vec<_>>(), |out, one| match one {
        Either::Rule(one) => rule(out, one),
        Either::Zero(zero) => algebraic_rule(out, zero),
    });
    list(out, "listOfReactions", &network.reactions, |out, one| reaction(out, network, one, version));
    list(out, "listOfEvents", &network.events, |out, one| event(out, one, version));
    if let Some(flux) = &network.flux {
        flux::lists(out, flux);
    }
}
