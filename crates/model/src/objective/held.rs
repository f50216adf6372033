use super::mapping::Known;
use super::stages::{Stage, needs_state};
use lca_kinetics::{Network, Rule};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The network with constants as states where a later period of an experiment gives them a value
/// that depends on the state, or must not give them the value their formula would now have. Nothing
/// moves these states but the beginnings of periods, and their derivatives are carried like all
/// others.
pub(super) fn held<'n>(
    network: &'n Network,
    states: &[String],
    known: &Known<'_>,
    experiments: &[Vec<Stage>],
) -> Cow<'n, Network> {
    let later = || experiments.iter().flat_map(|stages| stages.iter().skip(1)).flat_map(|s| &s.changes);
    let constant = |id: &str| {
        !states.iter().any(|state| state == id)
            && network.rule(id).is_none()
            && network.symbols().any(|symbol| symbol == id)
    };
    let mut found: BTreeSet<&str> = later()
        .filter(|(target, value)| constant(target) && needs_state(known, value))
        .map(|(target, _)| target.as_str())
        .collect();
    let changed: BTreeSet<&str> = later().map(|(target, _)| target.as_str()).collect();
    let assigned = network.initial_assignments.iter().map(|(id, _)| id.as_str());
    found.extend(assigned.filter(|id| constant(id) && follows(network, id, &changed)));
    let placed = network.species.iter().filter(|species| changed.contains(species.compartment.as_str()));
    found.extend(placed.map(|species| species.id.as_str()).filter(|id| constant(id)));
    if found.is_empty() {
        return Cow::Borrowed(network);
    }
    let mut network = network.clone();
    for id in found {
        network.rules.push(Rule::Rate { variable: id.to_owned(), rate: 0.0.into() });
        network.parameters.iter_mut().filter(|p| p.id == id).for_each(|p| p.constant = false);
        network.compartments.iter_mut().filter(|c| c.id == id).for_each(|c| c.constant = false);
        network.species.iter_mut().filter(|s| s.id == id).for_each(|s| s.constant = false);
    }
    Cow::Owned(network)
}

/// Whether the value of a symbol at the start depends on one of `changed`.
fn follows(network: &Network, id: &str, changed: &BTreeSet<&str>) -> bool {
    let (mut open, mut seen) = (vec![id], BTreeSet::new());
    while let Some(id) = open.pop() {
        let assigned =
            network.initial_assignments.iter().find(|(known, _)| known == id).map(|(_, value)| value);
        let ruled = match network.rule(id) {
            Some(Rule::Assignment { value, .. }) => Some(value),
            _ => None,
        };
        for symbol in assigned.or(ruled).into_iter().flat_map(|formula| formula.symbols()) {
            if changed.contains(symbol) {
                return true;
            }
            if seen.insert(symbol) {
                open.push(symbol);
            }
        }
    }
    false
}
