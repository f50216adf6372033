use crate::args::{PartArgs, SignName};
use crate::failure::Failure;
use lca_graph::{MolecularNetwork, Sign};
use lca_network::{Filter, filter, project};

/// The part of a network that is asked for.
pub(super) fn part(network: &MolecularNetwork, args: &PartArgs) -> Result<MolecularNetwork, Failure> {
    let sign = |sign: &SignName| match sign {
        SignName::Positive => Sign::Positive,
        SignName::Negative => Sign::Negative,
        SignName::Dual => Sign::Dual,
        SignName::Unknown => Sign::Unknown,
    };
    let asked = Filter {
        layers: args.layers.clone(),
        molecules: args.molecules.clone(),
        reach: args.reach,
        signs: args.signs.iter().map(sign).collect(),
        sources: args.sources.clone(),
        score: args.score,
        degree: args.degree,
    };
    if !args.project {
        return Ok(filter(network, &asked)?);
    }
    // What is asked of molecules and evidence is asked before layers are left out.
    let before = Filter { layers: Vec::new(), degree: 0, ..asked.clone() };
    let seen = project(&filter(network, &before)?, &asked.layers);
    Ok(filter(&seen, &Filter { degree: asked.degree, ..Filter::default() })?)
}
