use super::knockout::Target;
use super::program::FluxModel;
use crate::NetworkError;
use lca_kinetics::GeneAssociation;
use std::collections::HashMap;

/// What may be taken away, and which reactions go with it.
pub(super) struct Needs<'m> {
    pub(super) names: Vec<String>,
    /// Of each, the reactions that it has a part in.
    parts: Vec<Vec<usize>>,
    /// Of each, the reactions that do not run without it.
    alone: Vec<Vec<usize>>,
    genes: HashMap<&'m str, usize>,
    associations: &'m [Option<GeneAssociation>],
}

impl FluxModel {
    pub(super) fn needs(&self, target: Target) -> Result<Needs<'_>, NetworkError> {
        let mut needs = match target {
            Target::Reactions => Needs {
                names: self.reactions.clone(),
                parts: vec![Vec::new(); self.reactions.len()],
                alone: (0..self.reactions.len()).map(|at| vec![at]).collect(),
                genes: HashMap::new(),
                associations: &self.associations,
            },
            Target::Genes => self.gene_needs()?,
        };
        if target == Target::Genes {
            needs.alone =
                (0..needs.names.len()).map(|gene| needs.stopped(&needs.parts[gene], &[gene])).collect();
        }
        Ok(needs)
    }

    fn gene_needs(&self) -> Result<Needs<'_>, NetworkError> {
        let names: Vec<String> = self.genes.iter().map(|gene| gene.id.clone()).collect();
        if names.is_empty() {
            return Err(NetworkError::TooFew {
                what: "genes of the model",
                found: 0,
                needed: 1,
                instead: "give a file with gene associations, or take away reactions",
            });
        }
        let genes: HashMap<&str, usize> =
            self.genes.iter().enumerate().map(|(at, gene)| (gene.id.as_str(), at)).collect();
        let mut parts = vec![Vec::new(); names.len()];
        for (reaction, association) in self.associations.iter().enumerate() {
            for id in association.iter().flat_map(GeneAssociation::products) {
                let gene = genes.get(id).ok_or_else(|| NetworkError::Reference {
                    place: format!("the gene association of reaction `{}`", self.reactions[reaction]),
                    id: id.to_owned(),
                    what: "which is no gene product of the model",
                    instead: "add it to the list of gene products".to_owned(),
                })?;
                parts[*gene].push(reaction);
            }
        }
        Ok(Needs { names, parts, alone: Vec::new(), genes, associations: &self.associations })
    }
}

impl Needs<'_> {
    /// The reactions that do not run without these, in order.
    pub(super) fn gone(&self, set: &[usize]) -> Vec<usize> {
        let mut gone: Vec<usize> = set.iter().flat_map(|&one| self.alone[one].iter().copied()).collect();
        if let &[first, second] = set {
            let shared: Vec<usize> =
                self.parts[first].iter().copied().filter(|at| self.parts[second].contains(at)).collect();
            gone.extend(self.stopped(&shared, set));
        }
        gone.sort_unstable();
        gone.dedup();
        gone
    }

    fn stopped(&self, reactions: &[usize], without: &[usize]) -> Vec<usize> {
        let missing = |id: &str| self.genes.get(id).is_some_and(|gene| without.contains(gene));
        let stops = |&&reaction: &&usize| {
            self.associations[reaction].as_ref().is_some_and(|association| !association.holds(&missing))
        };
        reactions.iter().filter(stops).copied().collect()
    }
}
