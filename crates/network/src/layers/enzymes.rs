use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};
use lca_kinetics::Network;
use std::collections::{BTreeMap, BTreeSet};

/// Who makes and takes which metabolite, from a metabolic model with gene associations (SBML `fbc`): each
/// gene product of a reaction acts on the metabolites on both sides of it, whichever way it runs, so the
/// sign is not known. Metabolites of more than `most` reactions (water, ATP) are left out, as they tell
/// nothing apart. Genes are called by their label or name, metabolites by their name without its
/// compartment (`citrate [mitochondrion]`).
#[must_use]
pub fn enzymes(model: &Network, most: usize) -> MolecularNetwork {
    let mut network = MolecularNetwork::default();
    let Some(flux) = &model.flux else { return network };
    let called: BTreeMap<&str, &str> = model
        .species
        .iter()
        .map(|one| (one.id.as_str(), plain(one.name.as_deref().unwrap_or(&one.id))))
        .collect();
    let sides: BTreeMap<&str, BTreeSet<&str>> = model
        .reactions
        .iter()
        .map(|reaction| {
            let species = reaction.reactants.iter().chain(&reaction.products);
            let names = species.filter_map(|one| called.get(one.species.as_str()).copied());
            (reaction.id.as_str(), names.collect())
        })
        .collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    sides.values().flatten().for_each(|name| *uses.entry(name).or_default() += 1);
    let labels: BTreeMap<&str, &str> = (flux.gene_products.iter())
        .map(|one| (one.id.as_str(), one.name.as_deref().filter(|n| !n.is_empty()).unwrap_or(&one.label)))
        .collect();
    for (reaction, association) in &flux.associations {
        for gene in association.products() {
            let gene = labels.get(gene).copied().unwrap_or(gene);
            for metabolite in sides.get(reaction.as_str()).into_iter().flatten() {
                if uses.get(metabolite).is_some_and(|&count| count <= most) {
                    edge(&mut network, model, (gene, metabolite), reaction);
                }
            }
        }
    }
    network
}

fn edge(network: &mut MolecularNetwork, model: &Network, (gene, metabolite): (&str, &str), reaction: &str) {
    let source = network.molecule(Molecule::new(gene, Layer::Protein));
    let target = network.molecule(Molecule::new(metabolite, Layer::Metabolite));
    let evidence = vec![Evidence {
        source: Some(model.id.clone()).filter(|id| !id.is_empty()),
        method: Some(format!("reaction {reaction}")),
        ..Evidence::default()
    }];
    let kind = Some("catalysis".to_owned());
    network.interaction(Interaction { kind, evidence, ..Interaction::new(source, target, Sign::Unknown) });
}

/// A metabolite's name without the compartment in brackets behind it.
fn plain(name: &str) -> &str {
    match name.strip_suffix(']').and_then(|start| start.rsplit_once(" [")) {
        Some((stem, _)) => stem.trim(),
        None => name.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_kinetics::{Expr, FluxBalance, GeneAssociation, GeneProduct, Reaction, Species};

    #[test]
    fn genes_act_on_the_metabolites_of_their_reactions_but_not_on_those_of_all() {
        let mut model = Network::new("m");
        for (id, name) in
            [("cit_m", "citrate [mitochondrion]"), ("icit_m", "isocitrate [m]"), ("h2o", "water")]
        {
            model.species.push(Species { name: Some(name.into()), ..Species::new(id, "c", 0.0) });
        }
        let reaction =
            |id: &str, from, to| Reaction::new(id, &[(from, 1.0)], &[(to, 1.0)], Expr::Number(0.0));
        model.reactions = vec![reaction("ACONT", "cit_m", "icit_m"), reaction("HYDR", "h2o", "cit_m")];
        let gene = |id: &str, name: &str| GeneProduct {
            id: id.into(),
            label: id.into(),
            name: Some(name.into()),
            species: None,
        };
        let either = ["g1", "g2"].map(|id| GeneAssociation::Product(id.into())).to_vec();
        model.flux = Some(FluxBalance {
            gene_products: vec![gene("g1", "ACO1"), gene("g2", "")],
            associations: vec![("ACONT".into(), GeneAssociation::Or(either))],
            ..FluxBalance::default()
        });
        let network = enzymes(&model, 1);
        // Citrate takes part in two reactions, more than the one allowed here.
        assert_eq!(network.interactions().len(), 2);
        assert!(
            network.place(Layer::Protein, "ACO1").is_some() && network.place(Layer::Protein, "g2").is_some()
        );
        assert!(network.place(Layer::Metabolite, "isocitrate").is_some());
        assert_eq!(enzymes(&model, 2).interactions().len(), 4);
        assert!(enzymes(&Network::new("none"), 9).interactions().is_empty());
    }
}
