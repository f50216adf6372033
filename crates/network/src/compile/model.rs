//! The reaction network of a sketch.

use super::law::{less, product, rates};
use super::names::{Names, of_step};
use super::place::{Placed, compartments, species};
use super::table::Table;
use super::unit::System;
use super::{symbols, wrong};
use crate::NetworkError;
use lca_kinetics::sketch::{Given, Law, RoleKind, Setting, Sketch, Step};
use lca_kinetics::{
    Compartment, Expr, Initial, Network, Parameter, Reaction, Rule, Species, Stoichiometry, petab,
};
use std::collections::HashMap;

/// A network and the parameters of it that are estimated.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) network: Network,
    pub(super) estimated: Vec<petab::Parameter>,
}

pub(super) fn draft(sketch: &Sketch) -> Result<Draft, NetworkError> {
    let mut units = System::of(sketch)?;
    let (mut names, mut table) = (Names::default(), Table::default());
    let mut network = Network::new(if sketch.id.is_empty() { "model" } else { &sketch.id });
    let places = compartments(sketch);
    for one in &places {
        network.compartments.push(compartment(one, &mut names, &mut units)?);
    }
    let placed = species(sketch, &places)?;
    for one in &placed {
        if !names.take(&one.id) {
            let line = sketch.steps.iter().find(|step| step.species().contains(&&*one.id));
            return Err(twice(&one.id, line.map_or(0, |step| step.line)));
        }
    }
    for one in &sketch.parameters {
        new_name(&mut names, &one.name, one.line)?;
        table.add(&one.name, Some(one), None, &mut units)?;
    }
    for one in &placed {
        initial(&mut network, one, &mut names, &mut table, &mut units)?;
    }
    reactions(sketch, &mut network, &mut names, &mut table, &mut units)?;
    network.parameters = table.parameters;
    rules(sketch, &mut network, &mut names)?;
    formulas(sketch, &network)?;
    network.units = units.units();
    Ok(Draft { network, estimated: table.estimated })
}

fn new_name(names: &mut Names, id: &str, line: u64) -> Result<(), NetworkError> {
    if names.take(id) { Ok(()) } else { Err(twice(id, line)) }
}

fn twice(id: &str, line: u64) -> NetworkError {
    wrong(line, format_args!("`{id}` is the name of two things; give one of them another"))
}

fn compartment(one: &Setting, names: &mut Names, units: &mut System) -> Result<Compartment, NetworkError> {
    new_name(names, &one.name, one.line)?;
    let (factor, _) = units.read(one, None, None).map_err(|why| wrong(one.line, why))?;
    match one.value {
        Given::Number(size) if size > 0.0 => Ok(Compartment::new(&one.name, size * factor)),
        _ => Err(wrong(one.line, format_args!("`{}` needs a size above 0, as a number", one.name))),
    }
}

/// Adds a species with what there is of it at the start: a number, or a parameter where it is estimated or
/// shared.
fn initial(
    network: &mut Network,
    one: &Placed,
    names: &mut Names,
    table: &mut Table,
    units: &mut System,
) -> Result<(), NetworkError> {
    let mut found = Species::new(&one.id, &one.compartment, 0.0);
    if let Some(setting) = &one.initial {
        let usual = units.of_kind(RoleKind::Half);
        let (factor, _) =
            units.read(setting, Some(RoleKind::Half), usual).map_err(|why| wrong(setting.line, why))?;
        (found.constant, found.boundary_condition) = (setting.fixed, setting.fixed);
        match &setting.value {
            Given::Number(_) if setting.bounds.is_some() => {
                let id = names.free(format!("init_{}", one.id));
                let free = Setting { fixed: false, ..setting.clone() };
                table.add(&id, Some(&free), Some(RoleKind::Half), units)?;
                found.initial = Initial::Unknown;
                network.initial_assignments.push((one.id.clone(), Expr::symbol(&id)));
            }
            Given::Number(value) => found.initial = Initial::Concentration(value * factor),
            Given::Same(id) => {
                let known: Vec<&str> = table.parameters.iter().map(|one| one.id.as_str()).collect();
                if !known.contains(&id.as_str()) {
                    return Err(symbols::unknown(&known, id, setting.line));
                }
                found.initial = Initial::Unknown;
                network.initial_assignments.push((one.id.clone(), Expr::symbol(id)));
            }
        }
    }
    network.species.push(found);
    Ok(())
}

fn reactions(
    sketch: &Sketch,
    network: &mut Network,
    names: &mut Names,
    table: &mut Table,
    units: &mut System,
) -> Result<(), NetworkError> {
    // Names of the user's own come before those that are made.
    for step in sketch.steps.iter().filter(|step| !step.id.is_empty()) {
        new_name(names, &step.id, step.line)?;
    }
    for step in &sketch.steps {
        let id = if step.id.is_empty() { names.free(of_step(step)) } else { step.id.clone() };
        let symbols = if matches!(step.law, Law::Formula(_)) {
            for setting in &step.values {
                new_name(names, &setting.name, step.line)?;
                table.add(&setting.name, Some(setting), None, units)?;
            }
            HashMap::new()
        } else {
            table.of_step(step, &id, names, units)?
        };
        network.reactions.push(reaction(network, step, &id, &symbols)?);
    }
    Ok(())
}

fn reaction(
    network: &Network,
    step: &Step,
    id: &str,
    symbols: &HashMap<String, Expr>,
) -> Result<Reaction, NetworkError> {
    let parameter = |role: &str| symbols.get(role).cloned().unwrap_or_else(|| Expr::symbol(role));
    let found = rates(step, &parameter).map_err(|why| wrong(step.line, why))?;
    let place = |side: &[lca_kinetics::sketch::Term]| {
        side.iter().find_map(|term| network.species(&term.species)).map(|species| species.compartment.clone())
    };
    let from = place(&step.reactants).or_else(|| place(&step.products)).unwrap_or_default();
    let to = place(&step.products).unwrap_or_else(|| from.clone());
    // A formula that names a compartment is an amount per time already.
    let whole = matches!(step.law, Law::Formula(_))
        && found.forth.symbols().iter().any(|id| network.compartments.iter().any(|one| one.id == **id));
    let forth = if whole { found.forth } else { product(vec![Expr::symbol(&from), found.forth]) };
    let rate = match found.back {
        Some(back) => less(forth, product(vec![Expr::symbol(&to), back])),
        None => forth,
    };
    let side = |terms: &[lca_kinetics::sketch::Term]| {
        terms.iter().map(|term| Stoichiometry::new(&term.species, term.number)).collect::<Vec<_>>()
    };
    let (reactants, products) = (side(&step.reactants), side(&step.products));
    let taking = |id: &str| reactants.iter().chain(&products).any(|one| one.species == id);
    let mut others: Vec<String> = step.species().into_iter().map(str::to_owned).collect();
    others.extend(rate.symbols().into_iter().map(str::to_owned));
    let mut modifiers: Vec<String> = Vec::new();
    for other in others {
        if network.species(&other).is_some() && !taking(&other) && !modifiers.contains(&other) {
            modifiers.push(other);
        }
    }
    let reversible = step.reversible;
    Ok(Reaction { reactants, products, modifiers, reversible, ..Reaction::new(id, &[], &[], rate) })
}

/// Formulas that hold all the time: of a species that no reaction changes, or of a new parameter.
fn rules(sketch: &Sketch, network: &mut Network, names: &mut Names) -> Result<(), NetworkError> {
    for (id, value, line) in &sketch.rules {
        let changed = network.reactions.iter().any(|reaction| {
            reaction.reactants.iter().chain(&reaction.products).any(|one| one.species == *id)
        });
        if changed {
            return Err(wrong(*line, format_args!("reactions change `{id}`, so no rule can give its value")));
        }
        match network.species.iter_mut().find(|species| species.id == *id) {
            Some(species) => {
                (species.constant, species.boundary_condition) = (false, true);
                species.initial = Initial::Unknown;
                network.initial_assignments.retain(|(known, _)| known != id);
            }
            None => {
                new_name(names, id, *line)?;
                let unknown = Parameter { value: None, constant: false, ..Parameter::new(id, 0.0) };
                network.parameters.push(unknown);
            }
        }
        network.rules.push(Rule::Assignment { variable: id.clone(), value: value.clone() });
    }
    Ok(())
}

/// Every symbol of a formula of the user's own must be there.
fn formulas(sketch: &Sketch, network: &Network) -> Result<(), NetworkError> {
    for step in &sketch.steps {
        if let Law::Formula(formula) = &step.law {
            symbols::check(network, &[], formula, step.line)?;
        }
    }
    sketch.rules.iter().try_for_each(|(_, value, line)| symbols::check(network, &[], value, *line))
}
