use super::refuse::not;
use crate::ModelError;
use lca_kinetics::{Expr, Network, Reaction, Rule, Species};
use std::collections::BTreeSet;

/// The same network without events, in which all that jumps is a variable of the equations: species as
/// amounts, and everything else that events set by a rate rule of rate 0.
pub(super) fn derived(network: &Network) -> Result<Network, ModelError> {
    let mut derived = network.clone();
    derived.events.clear();
    let set = assigned(network)?;
    let mut jumping: Vec<&Species> = Vec::new();
    for id in &set {
        match (network.species(id), network.rule(id)) {
            (_, Some(Rule::Rate { .. })) => {}
            (Some(species), _) => jumping.push(species),
            (None, _) => {
                let rate = Expr::Number(0.0);
                derived.rules.push(Rule::Rate { variable: (*id).to_owned(), rate });
            }
        }
    }
    for species in derived.species.iter_mut().filter(|species| set.contains(species.id.as_str())) {
        if network.rule(&species.id).is_none() {
            species.boundary_condition = false;
            species.constant = false;
        }
    }
    if !jumping.is_empty() {
        let sides: Vec<(&str, f64)> = jumping.iter().map(|species| (species.id.as_str(), 1.0)).collect();
        derived.reactions.push(Reaction::new(&unused(network), &sides, &[], Expr::Number(0.0)));
    }
    Ok(derived)
}

/// What events set.
fn assigned(network: &Network) -> Result<BTreeSet<&str>, ModelError> {
    let mut found = BTreeSet::new();
    for (at, event) in network.events.iter().enumerate() {
        for (id, _) in &event.assignments {
            let element = || format!("{}, which sets `{id}`,", super::event::name(network, at));
            if let Some(Rule::Assignment { .. }) = network.rule(id) {
                return Err(not(element(), "an assignment rule gives that value; remove one of them"));
            }
            if !network.symbols().any(|known| known == id) || network.reactions.iter().any(|r| r.id == *id) {
                return Err(not(element(), "there is nothing of that name that can be set"));
            }
            found.insert(id.as_str());
        }
    }
    Ok(found)
}

fn unused(network: &Network) -> String {
    let mut id = "jumps".to_owned();
    while network.symbols().any(|known| known == id) {
        id.push('_');
    }
    id
}

/// Whether a species' symbol is an amount, as it always is in a compartment without size.
pub(super) fn is_amount(network: &Network, species: &Species) -> bool {
    let point = |id: &str| network.compartments.iter().any(|c| c.id == id && c.dimensions == 0.0);
    species.has_only_substance_units || point(&species.compartment)
}
