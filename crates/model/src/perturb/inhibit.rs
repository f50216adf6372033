use super::course::Window;
use super::no_target;
use super::rewrite::{multiply_rate, multiply_symbol};
use crate::ModelError;
use lca_core::Perturbation;
use lca_kinetics::{Expr, Network, Reaction};

/// Lowers what a target does.
pub(super) fn apply(network: &mut Network, one: &Perturbation, window: Window) -> Result<(), ModelError> {
    let strength = one.amount / one.ic50.unwrap_or(f64::INFINITY);
    let factor = 1.0 / (1.0 + strength.powf(one.hill.unwrap_or(1.0)));
    let id = &one.target;
    if let Some(reaction) = network.reactions.iter_mut().find(|reaction| reaction.id == *id) {
        multiply_rate(reaction, factor, window);
        return Ok(());
    }
    if network.parameters.iter().any(|parameter| parameter.id == *id) {
        multiply_symbol(network, id, factor, window);
        return Ok(());
    }
    if network.species(id).is_none() {
        return Err(no_target(id, "is no reaction, parameter or species of the model"));
    }
    let mut found = false;
    for reaction in network.reactions.iter_mut().filter(|reaction| catalyses(id, reaction)) {
        multiply_rate(reaction, factor, window);
        found = true;
    }
    if found {
        Ok(())
    } else {
        Err(no_target(id, "catalyses no reaction; name a reaction or a parameter instead"))
    }
}

/// Whether a rate depends on a species that the reaction leaves as it is.
fn catalyses(id: &str, reaction: &Reaction) -> bool {
    let count = |side: &[lca_kinetics::Stoichiometry]| {
        let own = side.iter().filter(|one| one.species == id).map(|one| &one.number);
        own.map(|number| if let Expr::Number(value) = number { *value } else { f64::NAN }).sum::<f64>()
    };
    let local = reaction.local_parameters.iter().any(|parameter| parameter.id == id);
    let used = reaction.rate.as_ref().is_some_and(|rate| rate.symbols().contains(id));
    used && !local && count(&reaction.reactants) == count(&reaction.products)
}
