use super::assemble::{assemble, prepare};
use super::candidates::Candidates;
use super::{
    ChangeOptions, Group, LayerChange, MeasuredLayer, Names, Place, TransOmic, TransOmicOptions, changes,
};
use crate::NetworkError;
use lca_graph::MolecularNetwork;
use lca_numerics::{Rng, rng};
use rand::seq::SliceRandom;
use rayon::prelude::*;

/// How many interactions chance gives.
#[derive(Debug, Clone, PartialEq)]
pub struct ByChance {
    /// Interactions of the network itself.
    pub observed: usize,
    /// Interactions after the labels of samples were exchanged (case and control at each time, or times
    /// where there are no controls): nothing but noise changes.
    pub samples: Vec<usize>,
    /// Interactions after molecules of each layer exchanged their courses: as many change as before, but
    /// others, so that only who acts on whom is put to the test.
    pub molecules: Vec<usize>,
}

impl ByChance {
    /// Probability of as many interactions where samples mean nothing: `(1 + as many) / (1 + all)`.
    #[must_use]
    pub fn p_samples(&self) -> f64 {
        p_value(self.observed, &self.samples)
    }

    /// Probability of as many interactions where the resources mean nothing.
    #[must_use]
    pub fn p_molecules(&self) -> f64 {
        p_value(self.observed, &self.molecules)
    }
}

fn p_value(observed: usize, counts: &[usize]) -> f64 {
    let as_many = counts.iter().filter(|&&count| count >= observed).count();
    (1 + as_many) as f64 / (1 + counts.len()) as f64
}

/// Counts the interactions of networks made from exchanged labels, `count` times by samples and `count`
/// times by molecules; every round draws from its own stream of random numbers.
///
/// # Errors
/// As [`changes`] and [`super::trans_omic`].
pub fn permutations(
    layers: &[MeasuredLayer],
    resources: &[MolecularNetwork],
    names: &Names,
    (how, options): (&ChangeOptions, &TransOmicOptions),
    (count, seed): (usize, u64),
) -> Result<ByChance, NetworkError> {
    let found = layers.iter().map(|layer| changes(layer, how)).collect::<Result<Vec<LayerChange>, _>>()?;
    let candidates = prepare(&found, resources, names)?;
    let edges = |changed: &[LayerChange]| edges(changed, &candidates, options);
    let by_samples = |round: usize| {
        let mut random = rng(seed, 2 * round as u64);
        let mut changed = Vec::new();
        for layer in layers {
            let places = exchanged(&layer.places, &mut random);
            changed.push(changes(&MeasuredLayer { places, ..layer.clone() }, how)?);
        }
        Ok(edges(&changed))
    };
    let by_molecules = |round: usize| {
        let mut random = rng(seed, 2 * round as u64 + 1);
        let changed: Vec<LayerChange> = found.iter().map(|layer| shuffled(layer, &mut random)).collect();
        edges(&changed)
    };
    Ok(ByChance {
        observed: edges(&found),
        samples: (0..count).into_par_iter().map(by_samples).collect::<Result<_, NetworkError>>()?,
        molecules: (0..count).into_par_iter().map(by_molecules).collect(),
    })
}

fn edges(changed: &[LayerChange], candidates: &Candidates, options: &TransOmicOptions) -> usize {
    let made: TransOmic = assemble(changed, candidates, options);
    made.network.interactions().len()
}

/// Places with the groups exchanged among the samples of each time; without controls, with the times
/// exchanged among all samples.
fn exchanged(places: &[Option<Place>], random: &mut Rng) -> Vec<Option<Place>> {
    let controls = places.iter().flatten().any(|place| place.group == Group::Control);
    let mut times: Vec<f64> = places.iter().flatten().map(|place| place.time).collect();
    times.sort_unstable_by(f64::total_cmp);
    times.dedup();
    let strata: Vec<Vec<usize>> = if controls {
        let at = |time: f64| {
            (0..places.len()).filter(|&at| places[at].is_some_and(|place| place.time == time)).collect()
        };
        times.into_iter().map(at).collect()
    } else {
        vec![(0..places.len()).filter(|&at| places[at].is_some()).collect()]
    };
    let mut out = places.to_vec();
    for stratum in strata {
        let mut labels: Vec<Option<Place>> = stratum.iter().map(|&at| places[at]).collect();
        labels.shuffle(random);
        stratum.iter().zip(labels).for_each(|(&at, label)| out[at] = label);
    }
    out
}

/// A layer whose tested molecules have exchanged what they did.
fn shuffled(layer: &LayerChange, random: &mut Rng) -> LayerChange {
    let tested: Vec<usize> =
        (0..layer.responses.len()).filter(|&at| layer.responses[at].untested.is_none()).collect();
    let mut from = tested.clone();
    from.shuffle(random);
    let mut out = layer.clone();
    for (&to, &from) in tested.iter().zip(&from) {
        let there = &layer.responses[to];
        let (id, name) = (there.id.clone(), there.name.clone());
        out.responses[to] = super::Response { id, name, ..layer.responses[from].clone() };
    }
    out
}
