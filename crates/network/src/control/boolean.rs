use super::{Dynamics, Rest};
use crate::attractors::{Update, cycle};
use crate::fvs::scc::components;
use crate::{BooleanAttractor, NetworkError};
use lca_graph::{BooleanExpression, BooleanNetwork};
use std::collections::HashMap;

/// A Boolean network as a system to be controlled: 1 is on, 0 is off. With asynchronous updates every course is
/// followed.
#[derive(Debug, Clone)]
pub struct BooleanDynamics<'n> {
    network: &'n BooleanNetwork,
    update: Update,
    most: usize,
}

impl<'n> BooleanDynamics<'n> {
    /// `most` bounds the states that are followed from one state.
    #[must_use]
    pub const fn new(network: &'n BooleanNetwork, update: Update, most: usize) -> Self {
        Self { network, update, most }
    }

    /// The states of an attractor as numbers; none where they were not listed.
    #[must_use]
    pub fn rest(attractor: &BooleanAttractor) -> Rest {
        attractor.states.iter().map(|state| numbers(state)).collect()
    }

    /// The network with rules that hold nodes.
    fn held(&self, held: &[(usize, f64)]) -> Result<BooleanNetwork, NetworkError> {
        let value =
            |place: usize| held.iter().find(|(node, _)| *node == place).map(|(_, value)| *value > 0.5);
        let rules = self.network.nodes().iter().enumerate().map(|(place, node)| {
            let rule = value(place).map_or_else(|| node.rule.clone(), BooleanExpression::Constant);
            (node.name.clone(), rule)
        });
        BooleanNetwork::new(rules)
            .map_err(|error| NetworkError::Argument { what: "control", why: error.to_string() })
    }

    /// The terminal components among everything that a state reaches.
    fn every_course(&self, network: &BooleanNetwork, start: Vec<bool>) -> Result<Vec<Rest>, NetworkError> {
        let (mut states, mut places) = (vec![start.clone()], HashMap::from([(start, 0)]));
        let mut followers: Vec<Vec<usize>> = Vec::new();
        while let Some(state) = states.get(followers.len()).cloned() {
            let next = network.next(&state);
            let mut own = Vec::new();
            for (at, _) in next.iter().enumerate().filter(|(at, value)| state[*at] != **value) {
                let mut after = state.clone();
                after[at] = next[at];
                own.push(*places.entry(after.clone()).or_insert_with(|| {
                    states.push(after);
                    states.len() - 1
                }));
            }
            followers.push(own);
            if states.len() > self.most {
                let why =
                    format!("more than {} states are reached from one; use synchronous updates", self.most);
                return Err(NetworkError::Argument { what: "control", why });
            }
        }
        Ok(terminal(&states, &followers))
    }
}

fn terminal(states: &[Vec<bool>], followers: &[Vec<usize>]) -> Vec<Rest> {
    let of = components(followers, |_, _| true);
    let mut rests: Vec<Option<Rest>> =
        vec![Some(Rest::new()); of.iter().map(|one| one + 1).max().unwrap_or(0)];
    for (at, own) in followers.iter().enumerate() {
        if own.iter().any(|&next| of[next] != of[at]) {
            rests[of[at]] = None;
        }
        if let Some(rest) = &mut rests[of[at]] {
            rest.push(numbers(&states[at]));
        }
    }
    let mut rests: Vec<Rest> = rests.into_iter().flatten().collect();
    rests
        .iter_mut()
        .for_each(|rest| rest.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal)));
    rests
}

fn numbers(state: &[bool]) -> Vec<f64> {
    state.iter().map(|value| f64::from(u8::from(*value))).collect()
}

impl Dynamics for BooleanDynamics<'_> {
    fn names(&self) -> Vec<String> {
        self.network.nodes().iter().map(|node| node.name.clone()).collect()
    }

    fn settle(&self, start: &[f64], held: &[(usize, f64)]) -> Result<Vec<Rest>, NetworkError> {
        let mut state: Vec<bool> = start.iter().map(|value| *value > 0.5).collect();
        state.resize(self.network.len(), false);
        for (node, value) in held {
            if let Some(own) = state.get_mut(*node) {
                *own = *value > 0.5;
            }
        }
        let network = self.held(held)?;
        match self.update {
            Update::Synchronous => {
                let states = cycle(&network, state, self.most)?;
                Ok(vec![states.iter().map(|state| numbers(state)).collect()])
            }
            Update::Asynchronous => self.every_course(&network, state),
        }
    }

    fn same(&self, a: &Rest, b: &Rest) -> bool {
        a == b
    }
}
