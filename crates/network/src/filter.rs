use crate::{NetworkError, degrees, lookup};
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Sign};

/// What to keep of a network. Left at its default, a filter keeps all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Only molecules of these layers.
    pub layers: Vec<Layer>,
    /// Only these molecules, told by identifier or name, and those within `reach` of them.
    pub molecules: Vec<String>,
    /// How many interactions away from `molecules` others may be, against or along the direction.
    pub reach: usize,
    /// Only interactions of these signs.
    pub signs: Vec<Sign>,
    /// Only evidence of these sources or data sets, in whichever case.
    pub sources: Vec<String>,
    /// Only evidence with at least this score.
    pub score: Option<f64>,
    /// Only molecules that at least so many of the kept interactions begin or end at; one on itself
    /// counts once.
    pub degree: usize,
}

/// What passes a filter: molecules, the interactions between them, and their evidence. Interactions
/// none of whose evidence passes are left out where evidence is asked for; so are molecules that
/// thereby lose all their interactions. Molecules keep their order.
///
/// # Errors
/// When a molecule that is asked for is not there, or the score is not a number.
pub fn filter(network: &MolecularNetwork, filter: &Filter) -> Result<MolecularNetwork, NetworkError> {
    if filter.score.is_some_and(f64::is_nan) {
        return Err(NetworkError::Argument { what: "the score", why: "it is not a number".to_owned() });
    }
    let mut keep = chosen(network, filter)?;
    let edges: Vec<Interaction> = (network.interactions().iter())
        .filter(|one| keep[one.source] && keep[one.target])
        .filter(|one| filter.signs.is_empty() || filter.signs.contains(&one.sign))
        .filter_map(|one| evident(one, filter))
        .collect();
    let (before, after) = (degrees(keep.len(), network.interactions()), degrees(keep.len(), &edges));
    let by_edge = !filter.signs.is_empty() || asks_evidence(filter);
    for (place, keep) in keep.iter_mut().enumerate() {
        let lost = by_edge && before[place] > 0 && after[place] == 0;
        *keep &= !lost && after[place] >= filter.degree;
    }
    Ok(rebuilt(network, &keep, edges))
}

/// A network of the kept molecules and those of the interactions that join two of them.
pub(crate) fn rebuilt(
    network: &MolecularNetwork,
    keep: &[bool],
    edges: Vec<Interaction>,
) -> MolecularNetwork {
    let mut kept = MolecularNetwork::default();
    let places: Vec<Option<usize>> = (network.molecules().iter().zip(keep))
        .map(|(molecule, keep)| keep.then(|| kept.molecule(molecule.clone())))
        .collect();
    for one in edges {
        if let (Some(source), Some(target)) = (places[one.source], places[one.target]) {
            kept.interaction(Interaction { source, target, ..one });
        }
    }
    kept
}

fn chosen(network: &MolecularNetwork, filter: &Filter) -> Result<Vec<bool>, NetworkError> {
    let count = network.molecules().len();
    let mut keep = vec![filter.molecules.is_empty(); count];
    for text in &filter.molecules {
        lookup(network, text)?.into_iter().for_each(|place| keep[place] = true);
    }
    for _ in 0..filter.reach.min(count) {
        let reached = keep.clone();
        for one in network.interactions() {
            keep[one.source] |= reached[one.target];
            keep[one.target] |= reached[one.source];
        }
        if reached == keep {
            break;
        }
    }
    let layers =
        network.molecules().iter().map(|one| filter.layers.is_empty() || filter.layers.contains(&one.layer));
    Ok(keep.into_iter().zip(layers).map(|(keep, layer)| keep && layer).collect())
}

fn asks_evidence(filter: &Filter) -> bool {
    !filter.sources.is_empty() || filter.score.is_some()
}

/// The interaction with the evidence that passes; none where none does.
fn evident(one: &Interaction, filter: &Filter) -> Option<Interaction> {
    if !asks_evidence(filter) {
        return Some(one.clone());
    }
    let named = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default();
        filter.sources.iter().any(|source| source.eq_ignore_ascii_case(text))
    };
    let passes = |because: &&Evidence| {
        let source = filter.sources.is_empty() || named(&because.source) || named(&because.dataset);
        source && filter.score.is_none_or(|least| because.score.is_some_and(|score| score >= least))
    };
    let evidence: Vec<Evidence> = one.evidence.iter().filter(passes).cloned().collect();
    (!evidence.is_empty()).then(|| Interaction { evidence, ..one.clone() })
}
