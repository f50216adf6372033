use super::course::Window;
use super::no_target;
use super::rewrite::{at_time, is_changed, multiply_rate, multiply_symbol};
use crate::ModelError;
use lca_kinetics::{Expr, Initial, Network, Reaction, Rule};

/// Multiplies how much there is of a target, and how much of it is made.
pub(super) fn apply(network: &mut Network, id: &str, factor: f64, window: Window) -> Result<(), ModelError> {
    if let Some(reaction) = network.reactions.iter_mut().find(|reaction| reaction.id == id) {
        multiply_rate(reaction, factor, window);
        return Ok(());
    }
    let ruled = network.rules.iter_mut().find(|rule| rule.variable() == id);
    match ruled {
        Some(Rule::Assignment { value, .. }) => {
            *value = Expr::product([window.choose(factor.into(), 1.0.into()), value.clone()]);
            return Ok(());
        }
        Some(Rule::Rate { .. }) => {
            return Err(no_target(id, "is changed by a rate rule; act on a parameter of that rule instead"));
        }
        None => {}
    }
    match network.species(id).map(|species| is_changed(network, species)) {
        Some(true) => {
            scale_amount(network, id, factor, window);
            scale_synthesis(network, id, factor, window);
            Ok(())
        }
        Some(false) => {
            multiply_symbol(network, id, factor, window);
            Ok(())
        }
        None if network.parameters.iter().any(|parameter| parameter.id == id) => {
            multiply_symbol(network, id, factor, window);
            Ok(())
        }
        None => Err(no_target(id, "is no reaction, parameter or species of the model")),
    }
}

/// What is there when the perturbation begins.
fn scale_amount(network: &mut Network, id: &str, factor: f64, window: Window) {
    if window.start > 0.0 {
        let less = Expr::product([factor.into(), Expr::symbol(id)]);
        at_time(network, window.start, id, less);
        return;
    }
    for (_, value) in network.initial_assignments.iter_mut().filter(|(known, _)| known == id) {
        *value = Expr::product([factor.into(), value.clone()]);
    }
    for species in network.species.iter_mut().filter(|species| species.id == id) {
        species.initial = match species.initial {
            Initial::Amount(value) => Initial::Amount(factor * value),
            Initial::Concentration(value) => Initial::Concentration(factor * value),
            Initial::Unknown => Initial::Unknown,
        };
    }
}

/// Reactions that make it from nothing that the model keeps count of.
fn scale_synthesis(network: &mut Network, id: &str, factor: f64, window: Window) {
    let counted: Vec<String> =
        network.species.iter().filter(|species| is_changed(network, species)).map(|s| s.id.clone()).collect();
    let synthesis = |reaction: &Reaction| {
        reaction.products.iter().any(|one| one.species == id)
            && !reaction.reactants.iter().any(|one| counted.contains(&one.species))
    };
    for reaction in network.reactions.iter_mut().filter(|reaction| synthesis(reaction)) {
        multiply_rate(reaction, factor, window);
    }
}
