//! Changes to the formulas of a network.

use super::course::{Window, since};
use lca_kinetics::{Event, Expr, Network, Reaction, Rule, Species};
use std::collections::BTreeSet;

/// Whether reactions change a species.
pub(super) fn is_changed(network: &Network, species: &Species) -> bool {
    let takes_part = |reaction: &Reaction| {
        reaction.reactants.iter().chain(&reaction.products).any(|one| one.species == species.id)
    };
    !species.boundary_condition && !species.constant && network.reactions.iter().any(takes_part)
}

/// Whether an assignment rule computes a symbol from what reactions, rate rules or events change. What follows from
/// constants and time alone is an input.
pub(super) fn follows(network: &Network, id: &str) -> bool {
    let moves = |symbol: &str| {
        network.species(symbol).is_some_and(|species| is_changed(network, species))
            || matches!(network.rule(symbol), Some(Rule::Rate { .. }))
            || network.events.iter().any(|event| event.assignments.iter().any(|(target, _)| target == symbol))
    };
    let (mut open, mut seen) = (vec![id], BTreeSet::new());
    while let Some(symbol) = open.pop() {
        let Some(Rule::Assignment { value, .. }) = network.rule(symbol) else { continue };
        for used in value.symbols() {
            if moves(used) || network.reactions.iter().any(|reaction| reaction.id == used) {
                return true;
            }
            if seen.insert(used) {
                open.push(used);
            }
        }
    }
    false
}

/// Multiplies a rate.
pub(super) fn multiply_rate(reaction: &mut Reaction, factor: f64, window: Window) {
    if let Some(rate) = reaction.rate.take() {
        reaction.rate = Some(Expr::product([window.choose(factor.into(), 1.0.into()), rate]));
    }
}

/// Multiplies a value wherever a formula uses it. Where the factor holds from the start, formulas of
/// initial values see it too. The value itself stays settable.
pub(super) fn multiply_symbol(network: &mut Network, id: &str, factor: f64, window: Window) {
    let scaled = Expr::product([window.choose(factor.into(), 1.0.into()), Expr::symbol(id)]);
    let replace = |expr: &mut Expr| {
        *expr = expr.substitute(&|symbol| (symbol == id).then(|| scaled.clone()));
    };
    for rule in &mut network.rules {
        match rule {
            Rule::Assignment { value, .. } => replace(value),
            Rule::Rate { rate, .. } => replace(rate),
        }
    }
    network.algebraic_rules.iter_mut().for_each(replace);
    for reaction in &mut network.reactions {
        if !reaction.local_parameters.iter().any(|parameter| parameter.id == id) {
            reaction.rate.iter_mut().for_each(replace);
        }
    }
    for event in &mut network.events {
        event.trigger.iter_mut().chain(&mut event.delay).chain(&mut event.priority).for_each(replace);
        event.assignments.iter_mut().for_each(|(_, value)| replace(value));
    }
    if window.start <= 0.0 {
        network.initial_assignments.iter_mut().for_each(|(_, value)| replace(value));
    }
}

/// Sets a symbol at a time. Several at one time follow each other, each from what the one before left.
pub(super) fn at_time(network: &mut Network, time: f64, id: &str, value: Expr) {
    let event = Event::new(since(time), &[(id, value)]);
    network.events.push(Event { use_values_from_trigger_time: false, ..event });
}

/// A name that nothing has yet.
pub(super) fn free_name(network: &Network, id: &str) -> String {
    let mut name = format!("{id}_unperturbed");
    while network.symbols().any(|known| known == name) {
        name.push('_');
    }
    name
}
