use super::course::{Window, level};
use super::no_target;
use super::rewrite::{at_time, follows, free_name, is_changed};
use crate::ModelError;
use lca_core::{Perturbation, PerturbationKind};
use lca_kinetics::{Expr, Initial, Network, Op, Parameter, Rule, Species};

/// Puts a target at the sum of stimuli while any of them lasts.
pub(super) fn apply(
    network: &mut Network,
    id: &str,
    stimuli: &[&Perturbation],
    unit_s: f64,
) -> Result<(), ModelError> {
    let given = |one: &&Perturbation| matches!(one.kind, PerturbationKind::Dose | PerturbationKind::Pulse);
    let rated = matches!(network.rule(id), Some(Rule::Rate { .. }));
    let changed = rated || network.species(id).is_some_and(|species| is_changed(network, species));
    if changed && (rated || network.rule(id).is_none()) && stimuli.iter().all(given) {
        return stimuli.iter().try_for_each(|one| add(network, id, one.amount, Window::of(one, unit_s)));
    }
    if stimuli.iter().any(given) && follows(network, id) {
        return Err(no_target(
            id,
            "is computed by a rule from what the model changes; hold it with a step, ramp or table",
        ));
    }
    let always = stimuli.iter().any(|one| Window::of(one, unit_s).is_always());
    if changed && !always {
        return Err(no_target(
            id,
            "is changed by reactions; hold it from the start to the end, or give a dose",
        ));
    }
    let sum = stimuli.iter().map(|one| Window::of(one, unit_s).choose(level(one, unit_s), 0.0.into()));
    let sum: Vec<Expr> = sum.collect();
    let sum = if let [one] = sum.as_slice() { one.clone() } else { Expr::apply(Op::Plus, sum) };
    if always {
        take_away(network, id)?;
        assign(network, id, sum);
        return Ok(());
    }
    let own = set_aside(network, id)?;
    let lasting: Vec<Expr> = stimuli.iter().filter_map(|one| Window::of(one, unit_s).condition()).collect();
    let lasting = if let [one] = lasting.as_slice() { one.clone() } else { Expr::apply(Op::Or, lasting) };
    let value = Expr::Piecewise { pieces: vec![(sum, lasting)], otherwise: Some(Box::new(own)) };
    assign(network, id, value);
    Ok(())
}

/// Makes the value of a symbol a formula.
fn assign(network: &mut Network, id: &str, value: Expr) {
    for species in network.species.iter_mut().filter(|species| species.id == id) {
        species.constant = false;
        species.boundary_condition = true;
    }
    network.parameters.iter_mut().filter(|p| p.id == id).for_each(|p| p.constant = false);
    network.rules.push(Rule::Assignment { variable: id.to_owned(), value });
}

/// Removes what determines a symbol, and returns the formula of its initial assignment.
fn take_away(network: &mut Network, id: &str) -> Result<Option<Expr>, ModelError> {
    let known = network.species(id).is_some() || network.parameters.iter().any(|p| p.id == id);
    if !known {
        return Err(no_target(id, "is no parameter or species of the model"));
    }
    network.rules.retain(|rule| rule.variable() != id);
    let at = network.initial_assignments.iter().position(|(known, _)| known == id);
    Ok(at.map(|at| network.initial_assignments.remove(at).1))
}

/// Keeps what determines a symbol under another name, and returns the formula for it.
fn set_aside(network: &mut Network, id: &str) -> Result<Expr, ModelError> {
    match network.rule(id) {
        Some(Rule::Assignment { value, .. }) => {
            let value = value.clone();
            take_away(network, id)?;
            return Ok(value);
        }
        // Refused before: what a rate rule changes is held all the time or added to.
        Some(Rule::Rate { .. }) | None => {}
    }
    let assigned = take_away(network, id)?;
    let name = free_name(network, id);
    let value = match network.species(id) {
        Some(species) => own_value(network, species),
        None => network.parameters.iter().find(|p| p.id == id).and_then(|p| p.value),
    };
    network.parameters.push(Parameter { value, ..Parameter::new(&name, 0.0) });
    if let Some(formula) = assigned {
        network.initial_assignments.push((name.clone(), formula));
    }
    Ok(Expr::symbol(&name))
}

/// The initial value of a species in the unit of its symbol, where its numbers give it.
fn own_value(network: &Network, species: &Species) -> Option<f64> {
    let compartment = network.compartments.iter().find(|one| one.id == species.compartment);
    let size = compartment.and_then(|one| one.size);
    match (species.initial, species.has_only_substance_units) {
        (Initial::Amount(value), true) | (Initial::Concentration(value), false) => Some(value),
        (Initial::Amount(value), false) => size.map(|size| value / size),
        (Initial::Concentration(value), true) => size.map(|size| value * size),
        (Initial::Unknown, _) => None,
    }
}

/// Adds to what reactions or a rate rule change; at the end what was added is washed out, as far as there is still so much.
fn add(network: &mut Network, id: &str, amount: f64, window: Window) -> Result<(), ModelError> {
    let more = |value: Expr| Expr::apply(Op::Plus, [value, amount.into()]);
    if window.start > 0.0 {
        at_time(network, window.start, id, more(Expr::symbol(id)));
    } else if let Some((_, value)) = network.initial_assignments.iter_mut().find(|(known, _)| known == id) {
        *value = more(value.clone());
    } else if let Some(parameter) = network.parameters.iter_mut().find(|p| p.id == id) {
        let own = parameter.value.ok_or_else(|| ModelError::NoValue(id.to_owned()))?;
        parameter.value = Some(own + amount);
    } else {
        let own = network.species(id).and_then(|species| own_value(network, species));
        let total = own.ok_or_else(|| ModelError::NoValue(id.to_owned()))? + amount;
        let size = |species: &Species| {
            let size = network.compartments.iter().find(|one| one.id == species.compartment)?.size;
            Some((species.initial, species.has_only_substance_units, size))
        };
        let initial = match network.species(id).and_then(size) {
            Some((Initial::Amount(_), false, Some(size))) => Initial::Amount(total * size),
            Some((Initial::Concentration(_), true, Some(size))) => Initial::Concentration(total / size),
            Some((Initial::Amount(_), ..)) => Initial::Amount(total),
            _ => Initial::Concentration(total),
        };
        network.species.iter_mut().filter(|s| s.id == id).for_each(|s| s.initial = initial);
    }
    if let Some(end) = window.end {
        let less = Expr::apply(Op::Minus, [Expr::symbol(id), amount.into()]);
        at_time(network, end, id, Expr::apply(Op::Max, [less, 0.0.into()]));
    }
    Ok(())
}
