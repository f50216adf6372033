use super::{EdgeShown, NodeShown, ReactionsShown};
use lca_kinetics::{Network, Reaction, Species};

/// Species and reactions as nodes, and what each reaction takes, makes and depends on as edges.
pub(super) fn graph(network: &Network) -> ReactionsShown {
    let species = network.species.iter().map(species);
    let reactions = network.reactions.iter().map(reaction);
    ReactionsShown {
        nodes: species.chain(reactions).collect(),
        edges: network.reactions.iter().flat_map(edges).collect(),
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

fn edges(one: &Reaction) -> Vec<EdgeShown> {
    let to = |species: &str, role| EdgeShown { source: species.to_owned(), target: one.id.clone(), role };
    let from =
        |species: &str| EdgeShown { source: one.id.clone(), target: species.to_owned(), role: "product" };
    let taken = one.reactants.iter().map(|part| to(&part.species, "reactant"));
    let made = one.products.iter().map(|part| from(&part.species));
    taken.chain(made).chain(one.modifiers.iter().map(|species| to(species, "modifier"))).collect()
}
