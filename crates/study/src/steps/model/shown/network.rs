use super::{EdgeShown, NodeShown, ReactionsShown};
use lca_kinetics::{Expr, Network, Reaction, Rule, Species};
use std::collections::BTreeSet;

/// Species and reactions as nodes, and what each reaction takes, makes and depends on as edges.
pub(super) fn graph(network: &Network) -> ReactionsShown {
    let species = network.species.iter().map(species);
    let reactions = network.reactions.iter().map(reaction);
    ReactionsShown {
        nodes: species.chain(reactions).collect(),
        edges: network.reactions.iter().flat_map(|one| edges(network, one)).collect(),
    }
}

fn species(one: &Species) -> NodeShown {
    NodeShown {
        id: one.id.clone(),
        name: one.name.clone().unwrap_or_else(|| one.id.clone()),
        kind: "species",
        compartment: Some(one.compartment.clone()),
        rate: None,
        reversible: false,
    }
}

fn reaction(one: &Reaction) -> NodeShown {
    NodeShown {
        id: one.id.clone(),
        name: one.name.clone().unwrap_or_else(|| one.id.clone()),
        kind: "reaction",
        compartment: None,
        rate: one.rate.as_ref().map(ToString::to_string),
        reversible: one.reversible,
    }
}

fn edges(network: &Network, one: &Reaction) -> Vec<EdgeShown> {
    let to = |species: &str, role| EdgeShown { source: species.to_owned(), target: one.id.clone(), role };
    let from =
        |species: &str| EdgeShown { source: one.id.clone(), target: species.to_owned(), role: "product" };
    let taken = one.reactants.iter().map(|part| to(&part.species, "reactant"));
    let made = one.products.iter().map(|part| from(&part.species));
    taken
        .chain(made)
        .chain(modifiers(network, one).into_iter().map(|species| to(species, "modifier")))
        .collect()
}

/// Species that a reaction's rate depends on, also through rules, and that it neither takes nor makes. Models need
/// not list them.
fn modifiers<'a>(network: &'a Network, one: &'a Reaction) -> BTreeSet<&'a str> {
    let mut found: BTreeSet<&str> = one.modifiers.iter().map(String::as_str).collect();
    let mut seen = BTreeSet::new();
    let mut asked: Vec<&Expr> = one.rate.iter().collect();
    while let Some(formula) = asked.pop() {
        for symbol in formula.symbols().into_iter().filter(|symbol| seen.insert(*symbol)) {
            if network.species.iter().any(|species| species.id == symbol) {
                found.insert(symbol);
            }
            asked.extend(network.rules.iter().filter_map(|rule| match rule {
                Rule::Assignment { variable, value } if variable == symbol => Some(value),
                _ => None,
            }));
        }
    }
    let own = one.reactants.iter().chain(&one.products).map(|part| part.species.as_str());
    own.for_each(|species| {
        found.remove(species);
    });
    found
}

#[cfg(test)]
mod tests {
    use super::graph;
    use lca_kinetics::{Compartment, Network, Reaction, Rule, Species, parse_math};

    #[test]
    fn what_a_rate_depends_on_through_a_rule_is_a_modifier() {
        let mut network = Network { compartments: vec![Compartment::new("cell", 1.0)], ..Network::default() };
        network.species = ["raf", "mek"].map(|id| Species::new(id, "cell", 1.0)).to_vec();
        let value = parse_math("2 * raf").unwrap();
        network.rules.push(Rule::Assignment { variable: "drive".into(), value });
        let rate = parse_math("drive * mek").unwrap();
        network.reactions.push(Reaction::new("phosphorylation", &[], &[("mek", 1.0)], rate));
        let edges = graph(&network).edges;
        let told: Vec<_> =
            edges.iter().map(|one| (one.source.as_str(), one.target.as_str(), one.role)).collect();
        assert_eq!(told, [("phosphorylation", "mek", "product"), ("raf", "phosphorylation", "modifier")]);
    }
}
