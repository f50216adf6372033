use super::LayerChange;
use super::candidates::{Candidate, Source};
use lca_graph::{Layer, Sign};
use lca_numerics::stats::{benjamini_hochberg, hypergeometric_sf};
use std::collections::{BTreeMap, BTreeSet};

/// Something that was not seen to change itself, but whose targets in one layer did more often than that
/// layer's molecules do: a kinase of changed sites, a transcription factor of changed transcripts.
#[derive(Debug, Clone, PartialEq)]
pub struct Regulator {
    /// Its name.
    pub id: String,
    /// Its layer.
    pub layer: Layer,
    /// The layer of its targets.
    pub acts_on: Layer,
    /// Its targets that were tested, and those of them that changed.
    pub targets: (usize, usize),
    /// Probability of as many changed targets by chance (hypergeometric, one-sided).
    pub p_value: f64,
    /// The false discovery rate.
    pub q_value: f64,
    /// 1 where its changed targets say that it became more active, −1 less, 0 neither.
    pub direction: i8,
}

/// Fewest changed targets.
const FEWEST: usize = 3;

/// The regulators whose targets changed more often than chance at this false discovery rate.
pub(super) fn regulators(
    candidates: &[Candidate],
    layers: &[LayerChange],
    rate: f64,
) -> BTreeMap<Source, Vec<Regulator>> {
    let mut targets: BTreeMap<(&Source, usize), BTreeMap<usize, i8>> = BTreeMap::new();
    for one in candidates {
        let (layer, row) = one.target;
        let response = &layers[layer].responses[row];
        let silent = match one.source {
            Source::Named(layer, _) => layer != Layer::Metabolite,
            Source::Measured((layer, row)) => {
                layers[layer].layer == Layer::Protein && !layers[layer].responses[row].changed
            }
        };
        if silent && response.untested.is_none() {
            targets.entry((&one.source, layer)).or_default().insert(row, one.sign.number());
        }
    }
    let all: Vec<(Source, Regulator)> = targets
        .iter()
        .filter_map(|(&(source, layer), rows)| {
            Some((source.clone(), regulator(source, layers, layer, rows)?))
        })
        .collect();
    let rates = benjamini_hochberg(&all.iter().map(|(_, one)| one.p_value).collect::<Vec<f64>>());
    let mut found: BTreeMap<Source, Vec<Regulator>> = BTreeMap::new();
    for ((source, one), q_value) in all.into_iter().zip(rates) {
        if q_value <= rate {
            found.entry(source).or_default().push(Regulator { q_value, ..one });
        }
    }
    found
}

fn regulator(
    source: &Source,
    layers: &[LayerChange],
    layer: usize,
    rows: &BTreeMap<usize, i8>,
) -> Option<Regulator> {
    let responses = &layers[layer].responses;
    let tested = responses.iter().filter(|one| one.untested.is_none()).count();
    let changed = responses.iter().filter(|one| one.changed).count();
    let hits: BTreeSet<usize> = rows.keys().copied().filter(|&row| responses[row].changed).collect();
    if hits.len() < FEWEST {
        return None;
    }
    let vote: i32 =
        hits.iter().map(|row| i32::from(rows[row]) * responses[*row].largest.signum() as i32).sum();
    let (layer_of, id) = match source {
        Source::Named(layer, name) => (*layer, name.clone()),
        Source::Measured((layer, row)) => (layers[*layer].layer, layers[*layer].responses[*row].id.clone()),
    };
    Some(Regulator {
        id,
        layer: layer_of,
        acts_on: layers[layer].layer,
        targets: (rows.len(), hits.len()),
        p_value: hypergeometric_sf(tested, changed, rows.len(), hits.len()),
        q_value: f64::NAN,
        direction: vote.signum() as i8,
    })
}

/// Whether a candidate's sign and two directions agree; what is not known agrees.
pub(super) const fn agree(source: i8, sign: Sign, target: i8) -> bool {
    let product = source * sign.number() * target;
    product >= 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_agrees() {
        assert!(agree(1, Sign::Negative, -1) && !agree(1, Sign::Positive, -1));
        assert!(agree(0, Sign::Positive, 1) && agree(1, Sign::Unknown, -1));
    }
}
