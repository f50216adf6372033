use crate::NetworkError;
use crate::sign::{along, either};
use lca_graph::{MolecularNetwork, Sign};
use std::collections::BTreeMap;

/// A way from one molecule to another that meets no molecule twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The places of the molecules, from first to last.
    pub molecules: Vec<usize>,
    /// The signs of the steps. Where several interactions lead from one molecule to the next, theirs if
    /// they agree, else dual, or not known where one is not.
    pub signs: Vec<Sign>,
    /// The product of the signs: not known where one step is not, else dual where one is.
    pub sign: Sign,
}

/// The steps of a network: for each molecule where one gets from it, with which sign.
pub(super) struct Steps {
    pub(super) onward: Vec<BTreeMap<usize, Sign>>,
}

impl Steps {
    pub(super) fn of(network: &MolecularNetwork) -> Self {
        let mut onward = vec![BTreeMap::new(); network.molecules().len()];
        for one in network.interactions() {
            let step = onward[one.source].entry(one.target).or_insert(one.sign);
            *step = either(*step, one.sign);
        }
        Self { onward }
    }

    /// The steps in the other direction.
    pub(super) fn backward(&self) -> Vec<Vec<usize>> {
        let mut backward = vec![Vec::new(); self.onward.len()];
        for (source, targets) in self.onward.iter().enumerate() {
            targets.keys().for_each(|target| backward[*target].push(source));
        }
        backward
    }

    pub(super) fn path(&self, molecules: Vec<usize>) -> Path {
        let pairs = molecules.windows(2);
        let sign = |pair: &[usize]| self.onward[pair[0]].get(&pair[1]).copied().unwrap_or_default();
        let signs: Vec<Sign> = pairs.map(sign).collect();
        let sign = signs.iter().fold(Sign::Positive, |whole, step| along(whole, *step));
        Path { molecules, signs, sign }
    }

    pub(super) fn check(&self, from: usize, to: usize) -> Result<(), NetworkError> {
        match [from, to].into_iter().find(|place| *place >= self.onward.len()) {
            Some(place) => Err(NetworkError::Reference {
                place: "the search for ways".to_owned(),
                id: place.to_string(),
                what: "which is no place of a molecule",
                instead: format!("the network has {} molecules", self.onward.len()),
            }),
            None => Ok(()),
        }
    }
}
