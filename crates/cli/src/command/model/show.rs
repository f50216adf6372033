use super::place::{count, exact};
use crate::args::ModelShowArgs;
use crate::command::Result;
use crate::output::Answer;
use lca_kinetics::{CompileOptions, Initial, Network, OdeSystem, Reaction, Rule, Species, Stoichiometry};
use serde_json::{Value, json};
use std::collections::HashSet;

/// As many lines of a model as people read.
const LINES: usize = 40;

/// Says what a model holds, and warns of values that nothing gives and of formulas that mix units.
pub(crate) fn show(args: &ModelShowArgs) -> Result {
    let network = lca_formats::read_sbml(&args.file)?;
    let system =
        OdeSystem::compile(&network, &CompileOptions::default()).map_err(lca_model::ModelError::from)?;
    let counts = counts(&network, system.states().len());
    let mut text = format!("{}\n", network.name.as_deref().unwrap_or(&network.id));
    for (what, number) in counts.iter().filter(|(_, number)| *number > 0) {
        text.push_str(&format!("{number:>6} {}\n", plural(what, *number)));
    }
    let lines = lines(&network);
    lines.iter().take(LINES).for_each(|line| text.push_str(&format!("{line}\n")));
    if lines.len() > LINES {
        let more = count(lines.len() - LINES, "more line");
        text.push_str(&format!("… {more}: --json tells all\n"));
    }
    let missing = valueless(&network);
    if !missing.is_empty() {
        text.push_str(&format!("no value: {}\n", missing.join(", ")));
    }
    let warnings = lca_formats::sbml_warnings(&args.file)?;
    warnings.iter().for_each(|warning| text.push_str(&format!("units clash: {warning}\n")));
    let named: serde_json::Map<_, _> =
        counts.iter().map(|(what, number)| (plural(what, 2).replace(' ', "_"), json!(number))).collect();
    Ok(Answer::new(
        text,
        json!({
            "id": network.id, "name": network.name, "counts": named, "warnings": warnings,
            "without_value": missing, "lines": lines, "reactions": reactions(&network),
        }),
    ))
}

fn counts(network: &Network, states: usize) -> [(&'static str, usize); 12] {
    [
        ("compartment", network.compartments.len()),
        ("species", network.species.len()),
        ("parameter", network.parameters.len()),
        ("reaction", network.reactions.len()),
        ("rule", network.rules.len()),
        ("algebraic rule", network.algebraic_rules.len()),
        ("initial assignment", network.initial_assignments.len()),
        ("event", network.events.len()),
        ("function", network.functions.len()),
        ("flux bound", network.flux.as_ref().map_or(0, |flux| flux.bounds.len())),
        ("flux objective", network.flux.as_ref().map_or(0, |flux| flux.objectives.len())),
        ("state", states),
    ]
}

fn plural(what: &str, number: usize) -> String {
    if number == 1 || what.ends_with('s') { what.to_owned() } else { format!("{what}s") }
}

/// What reacts how fast, and what there is at the start.
fn lines(network: &Network) -> Vec<String> {
    let reactions = network.reactions.iter().map(|one| {
        let rate =
            one.rate.as_ref().map_or_else(|| "it has no rate".to_owned(), |rate| format!("rate {rate}"));
        format!("{}: {}, {rate}", one.id, equation(one))
    });
    let rules = network.rules.iter().map(|rule| match rule {
        Rule::Assignment { variable, value } => format!("{variable} = {value}"),
        Rule::Rate { variable, rate } => format!("d {variable} / dt = {rate}"),
    });
    let starts = network.initial_assignments.iter().map(|(id, value)| format!("{id} = {value} at the start"));
    let given = given(network);
    let stays = |id: &str| !given.contains(id);
    let compartments = network
        .compartments
        .iter()
        .filter(|one| stays(&one.id))
        .filter_map(|one| Some(valued(&one.id, one.size?, one.unit.as_deref(), " (size)")));
    let parameters = network
        .parameters
        .iter()
        .filter(|one| stays(&one.id))
        .filter_map(|one| Some(valued(&one.id, one.value?, one.unit.as_deref(), "")));
    let locals = network.reactions.iter().flat_map(|reaction| {
        let of = |id: &str| format!("{}.{id}", reaction.id);
        let locals = reaction.local_parameters.iter();
        locals.filter_map(move |one| Some(valued(&of(&one.id), one.value?, one.unit.as_deref(), "")))
    });
    (reactions.chain(rules).chain(starts).chain(compartments))
        .chain(network.species.iter().filter(|one| stays(&one.id)).filter_map(initial))
        .chain(parameters.chain(locals))
        .collect()
}

fn initial(species: &Species) -> Option<String> {
    let (value, what) = match species.initial {
        Initial::Amount(value) => (value, " (amount)"),
        Initial::Concentration(value) => (value, " (concentration)"),
        Initial::Unknown => return None,
    };
    Some(valued(&species.id, value, species.unit.as_deref(), what))
}

fn valued(id: &str, value: f64, unit: Option<&str>, what: &str) -> String {
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    format!("{id} = {}{unit}{what}", exact(value))
}

fn equation(reaction: &Reaction) -> String {
    let part = |one: &Stoichiometry| match one.number.to_string() {
        number if number == "1" => one.species.clone(),
        number => format!("{number} {}", one.species),
    };
    let side = |list: &[Stoichiometry]| list.iter().map(part).collect::<Vec<_>>().join(" + ");
    let equation = format!("{} -> {}", side(&reaction.reactants), side(&reaction.products));
    equation.trim().to_owned()
}

fn reactions(network: &Network) -> Vec<Value> {
    let rate = |one: &Reaction| one.rate.as_ref().map(ToString::to_string);
    let all = network.reactions.iter();
    all.map(|one| json!({ "id": one.id, "equation": equation(one), "rate": rate(one) })).collect()
}

/// What an assignment or a rule gives its value.
fn given(network: &Network) -> HashSet<&str> {
    let assigned = network.initial_assignments.iter().map(|(id, _)| id.as_str());
    let ruled = network.rules.iter().filter(|rule| matches!(rule, Rule::Assignment { .. }));
    assigned.chain(ruled.map(Rule::variable)).collect()
}

/// What has no value and is given none by an assignment or a rule. Algebraic rules may determine any
/// symbol, so that nothing can be said beside them.
pub(super) fn valueless(network: &Network) -> Vec<String> {
    if !network.algebraic_rules.is_empty() {
        return Vec::new();
    }
    let given = given(network);
    let absent = |value: Option<f64>| value.is_none_or(f64::is_nan);
    let compartments =
        network.compartments.iter().filter(|one| absent(one.size) && one.dimensions > 0.0).map(|one| &one.id);
    let species = network.species.iter().filter(|one| match one.initial {
        Initial::Amount(value) | Initial::Concentration(value) => value.is_nan(),
        Initial::Unknown => true,
    });
    let parameters = network.parameters.iter().filter(|one| absent(one.value)).map(|one| &one.id);
    let globals = compartments.chain(species.map(|one| &one.id)).chain(parameters);
    let locals = network.reactions.iter().flat_map(|reaction| {
        let locals = reaction.local_parameters.iter().filter(|one| absent(one.value));
        locals.map(|one| format!("{}.{}", reaction.id, one.id))
    });
    globals.filter(|id| !given.contains(id.as_str())).cloned().chain(locals).collect()
}
