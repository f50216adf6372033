use super::{Dynamics, Held, Rest};
use crate::NetworkError;
use crate::attractors::BooleanAttractor;
use crate::attractors::Update;
use crate::fvs::scc::components;
use lca_graph::BooleanNetwork;
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

    /// The cycle a state runs into, from its lowest state on. Held nodes go through their courses, so what comes back is a
    /// state at the same place of these.
    fn one_course(&self, start: Vec<bool>, held: &[Held]) -> Result<Rest, NetworkError> {
        let period = held.iter().map(|one| one.course.len().max(1)).fold(1, common_period);
        let (mut met, mut path, mut state) = (HashMap::new(), Vec::new(), start);
        loop {
            if let Some(&first) = met.get(&(state.clone(), path.len() % period)) {
                return Ok(once_round(path.split_off(first)).iter().map(|state| numbers(state)).collect());
            }
            if path.len() >= self.most {
                let why = format!("no state came back within {} steps", path.len());
                return Err(NetworkError::Argument { what: "control", why });
            }
            met.insert((state.clone(), path.len() % period), path.len());
            let mut next = self.network.next(&state);
            put(&mut next, held, path.len() + 1);
            path.push(std::mem::replace(&mut state, next));
        }
    }

    /// The terminal components among everything that a state reaches.
    fn every_course(&self, start: Vec<bool>, held: &[Held]) -> Result<Vec<Rest>, NetworkError> {
        let (mut states, mut places) = (vec![start.clone()], HashMap::from([(start, 0)]));
        let mut followers: Vec<Vec<usize>> = Vec::new();
        while let Some(state) = states.get(followers.len()).cloned() {
            let mut next = self.network.next(&state);
            put(&mut next, held, 0);
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

/// After how many steps two courses are both at their beginning: their least common multiple.
fn common_period(a: usize, b: usize) -> usize {
    let (mut divisor, mut rest) = (a, b);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    (a / divisor).saturating_mul(b)
}

/// Sets held nodes to their values after so many steps.
fn put(state: &mut [bool], held: &[Held], step: usize) {
    for one in held {
        if let Some(value) = state.get_mut(one.node) {
            *value = one.value(step) > 0.5;
        }
    }
}

/// A cycle that may be gone through several times, once, from its lowest state on.
fn once_round(states: Vec<Vec<bool>>) -> Vec<Vec<bool>> {
    let count = states.len();
    let repeats = |period: &usize| {
        count.is_multiple_of(*period) && (*period..count).all(|at| states[at] == states[at - period])
    };
    let period = (1..=count).find(repeats).unwrap_or(count);
    let mut once = states[..period].to_vec();
    let lowest = once.iter().enumerate().min_by_key(|(_, state)| *state).map_or(0, |(at, _)| at);
    once.rotate_left(lowest);
    once
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

    fn goes_by_steps(&self) -> bool {
        self.update == Update::Synchronous
    }

    fn settle(&self, start: &[f64], held: &[Held]) -> Result<Vec<Rest>, NetworkError> {
        let mut state: Vec<bool> = start.iter().map(|value| *value > 0.5).collect();
        state.resize(self.network.len(), false);
        put(&mut state, held, 0);
        match self.update {
            Update::Synchronous => Ok(vec![self.one_course(state, held)?]),
            Update::Asynchronous => self.every_course(state, held),
        }
    }

    fn same(&self, a: &Rest, b: &Rest) -> bool {
        a == b
    }
}
