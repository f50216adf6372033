//! What is done to the cells.

use super::{symbols, wrong};
use crate::NetworkError;
use lca_kinetics::petab::{Condition, Experiment, Override, Problem};
use lca_kinetics::sketch::{Given, Perturbed, Setting, Sketch};
use std::collections::BTreeSet;

/// The condition of a problem that states none: the model as it is.
const CONTROL: &str = "control";

/// Adds the conditions of a sketch. A parameter that is estimated and that some condition sets is estimated
/// under another name, `NAME_free`, which the other conditions set it to: PEtab 1.0 lets a parameter be
/// either estimated or set.
pub(super) fn conditions(sketch: &Sketch, problem: &mut Problem) -> Result<(), NetworkError> {
    for one in &sketch.conditions {
        if problem.condition(&one.id).is_some() {
            return Err(wrong(one.line, format_args!("there are two conditions `{}`; rename one", one.id)));
        }
        let changes = one.changes.iter().map(|change| change_of(problem, one, change));
        let changes = changes.collect::<Result<Vec<_>, _>>()?;
        problem.conditions.push(Condition { id: one.id.clone(), name: None, changes });
    }
    for one in &sketch.conditions {
        if let Some(before) = &one.after {
            if problem.condition(before).is_none() {
                let known: Vec<&str> = problem.conditions.iter().map(|one| one.id.as_str()).collect();
                let what =
                    format!("there is no condition `{before}` to come after; there are {}", known.join(", "));
                return Err(wrong(one.line, what));
            }
            problem.experiments.push(Experiment::after_rest(&one.id, before, &one.id));
        }
    }
    if problem.conditions.is_empty() {
        problem.conditions.push(Condition { id: CONTROL.to_owned(), ..Condition::default() });
    }
    free(problem);
    Ok(())
}

fn change_of(
    problem: &Problem,
    one: &Perturbed,
    change: &Setting,
) -> Result<(String, Override), NetworkError> {
    let network = &problem.network;
    let symbols: Vec<&str> = network
        .species
        .iter()
        .map(|one| one.id.as_str())
        .chain(network.parameters.iter().map(|one| one.id.as_str()))
        .chain(network.compartments.iter().map(|one| one.id.as_str()))
        .collect();
    if !symbols.contains(&change.name.as_str()) {
        return Err(symbols::unknown(&symbols, &change.name, one.line));
    }
    if network.rule(&change.name).is_some() {
        return Err(wrong(
            one.line,
            format_args!("a rule gives `{}` all the time, so no condition can set it", change.name),
        ));
    }
    match &change.value {
        Given::Number(value) => Ok((change.name.clone(), Override::Number(*value))),
        Given::Same(id) if problem.parameter(id).is_some() => {
            Ok((change.name.clone(), Override::Parameter(id.clone())))
        }
        Given::Same(id) => {
            let what = format!("`{id}` is no estimated parameter; give a number");
            Err(wrong(one.line, what))
        }
    }
}

/// Separates what is estimated from what conditions set.
pub(super) fn free(problem: &mut Problem) {
    let set: BTreeSet<String> =
        problem.conditions.iter().flat_map(|one| one.changes.iter().map(|(id, _)| id.clone())).collect();
    for id in set {
        let taken = |name: &str| {
            problem.network.symbols().any(|known| known == name) || problem.parameter(name).is_some()
        };
        let mut other = format!("{id}_free");
        while taken(&other) {
            other.push('_');
        }
        let Some(parameter) = problem.parameters.iter_mut().find(|parameter| parameter.id == id) else {
            continue;
        };
        parameter.id.clone_from(&other);
        for condition in &mut problem.conditions {
            // Another target may have been set to the same parameter.
            for (_, value) in &mut condition.changes {
                if *value == Override::Parameter(id.clone()) {
                    *value = Override::Parameter(other.clone());
                }
            }
            if !condition.changes.iter().any(|(target, _)| *target == id) {
                condition.changes.push((id.clone(), Override::Parameter(other.clone())));
            }
        }
    }
}
