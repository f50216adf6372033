use super::inputs::reacting;
use crate::{Expr, KineticsError, Network, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// The symbol that each algebraic rule determines: a symbol may be determined once, and is when it is not
/// constant, has no rule of its own and is not changed by reactions (SBML Level 3 Version 2, section
/// 4.9.5: a matching of the bipartite graph of equations and variables).
pub(super) fn determined(network: &Network, overrides: &[String]) -> Result<Vec<String>, KineticsError> {
    if network.algebraic_rules.is_empty() {
        return Ok(Vec::new());
    }
    let free = free(network, overrides);
    let choices: Vec<Vec<&str>> = (network.algebraic_rules.iter())
        .map(|rule| {
            let used = used(network, rule);
            free.iter().copied().filter(|id| used.contains(id)).collect()
        })
        .collect();
    let mut owner: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, formula) in network.algebraic_rules.iter().enumerate() {
        if !augment(rule, &choices, &mut owner, &mut BTreeSet::new()) {
            return Err(impossible(network, formula, &choices[rule]));
        }
    }
    let mut chosen = vec![String::new(); choices.len()];
    for (id, rule) in owner {
        chosen[rule] = id.to_owned();
    }
    Ok(chosen)
}

fn impossible(network: &Network, formula: &Expr, choices: &[&str]) -> KineticsError {
    let what = if choices.is_empty() {
        "it leaves nothing to determine: each of its symbols is constant or given by a reaction or another rule"
            .to_owned()
    } else {
        format!("what it could determine ({}) other algebraic rules determine already", choices.join(", "))
    };
    KineticsError::Formula { place: rule_place(network, formula), what }
}

/// What messages call an algebraic rule.
pub(super) fn rule_place(network: &Network, formula: &Expr) -> String {
    let at = network.algebraic_rules.iter().position(|rule| rule == formula).unwrap_or(0);
    let text: String = format!("algebraic rule number {} (0 = {formula}", at + 1).chars().take(200).collect();
    text + ")"
}

/// What algebraic rules may determine, the likeliest first: parameters, compartments, species, and what
/// events set last.
fn free<'n>(network: &'n Network, overrides: &[String]) -> Vec<&'n str> {
    let changed: BTreeSet<&str> = reacting(network).map(|species| species.id.as_str()).collect();
    let set: BTreeSet<&str> =
        network.events.iter().flat_map(|event| &event.assignments).map(|(id, _)| id.as_str()).collect();
    let parameters = network.parameters.iter().filter(|p| !p.constant).map(|p| p.id.as_str());
    let compartments = network.compartments.iter().filter(|c| !c.constant).map(|c| c.id.as_str());
    let species = network.species.iter().filter(|s| !s.constant).map(|s| s.id.as_str());
    let references = network.reactions.iter().flat_map(|r| r.reactants.iter().chain(&r.products));
    let references = references.filter_map(|reference| reference.id.as_deref());
    let mut found: Vec<&str> = parameters
        .chain(compartments)
        .chain(species)
        .chain(references)
        .filter(|id| !changed.contains(id) && network.rule(id).is_none())
        .filter(|id| !overrides.iter().any(|known| known == id))
        .collect();
    found.sort_by_key(|id| set.contains(id));
    found
}

/// Every symbol that a formula depends on, through rules, rate laws and sizes of compartments too.
fn used<'n>(network: &'n Network, formula: &'n Expr) -> BTreeSet<&'n str> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = formula.symbols().into_iter().collect();
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        if let Some(Rule::Assignment { value, .. }) = network.rule(id) {
            open.extend(value.symbols());
        }
        if let Some(reaction) = network.reactions.iter().find(|reaction| reaction.id == id) {
            let local = |id: &&str| reaction.local_parameters.iter().any(|parameter| parameter.id == **id);
            open.extend(reaction.rate.iter().flat_map(Expr::symbols).filter(|id| !local(id)));
        }
        if let Some(species) = network.species(id).filter(|species| !species.has_only_substance_units) {
            open.push(&species.compartment);
        }
    }
    found
}

/// Finds a symbol for one more rule, moving others where needed.
fn augment<'n>(
    rule: usize,
    choices: &[Vec<&'n str>],
    owner: &mut BTreeMap<&'n str, usize>,
    seen: &mut BTreeSet<&'n str>,
) -> bool {
    for &id in &choices[rule] {
        if seen.insert(id) {
            let current = owner.get(id).copied();
            if current.is_none_or(|other| augment(other, choices, owner, seen)) {
                owner.insert(id, rule);
                return true;
            }
        }
    }
    false
}
