use super::Select;
use lca_numerics::Rng;
use rand::RngExt;
use std::collections::BTreeMap;

/// A sum is computed anew after so many changes, before rounding shows.
const CHANGES: u32 = 4096;

/// Composition and rejection (Slepoy, Thompson and Plimpton 2008): reactions grouped by the power of two
/// of their propensity; a group is picked by its sum, a reaction in it by rejection. The time of a step does not
/// depend on the number of reactions.
pub(in crate::stochastic) struct Rejection {
    propensities: Vec<f64>,
    /// Group and place in it of each reaction; no group where the propensity is 0.
    places: Vec<Option<(u32, u32)>>,
    groups: Vec<Group>,
    /// The group of each power of two.
    by_power: BTreeMap<i32, u32>,
}

struct Group {
    /// No propensity in it reaches this, and none is below half of it.
    bound: f64,
    members: Vec<u32>,
    sum: f64,
    changes: u32,
    /// How many members there were when the sum was last computed anew.
    reference: usize,
}

impl Select for Rejection {
    fn new(reactions: usize) -> Self {
        let places = vec![None; reactions];
        Self { propensities: vec![0.0; reactions], places, groups: Vec::new(), by_power: BTreeMap::new() }
    }

    fn set(&mut self, reaction: usize, propensity: f64) {
        let old = std::mem::replace(&mut self.propensities[reaction], propensity);
        if let Some((group, place)) = self.places[reaction] {
            let same = &mut self.groups[group as usize];
            if propensity < same.bound && propensity >= 0.5 * same.bound {
                same.sum += propensity - old;
                same.changes += 1;
                return;
            }
            self.leave(reaction, group, place, old);
        }
        // What is smaller does not happen in any time that can be written down.
        if propensity >= f64::MIN_POSITIVE {
            self.enter(reaction, propensity);
        }
    }

    fn total(&mut self) -> f64 {
        let mut total = 0.0;
        for group in &mut self.groups {
            let members = group.members.len();
            if group.changes > CHANGES || 2 * members < group.reference {
                group.sum = group.members.iter().map(|&member| self.propensities[member as usize]).sum();
                (group.changes, group.reference) = (0, members);
            }
            total += group.sum;
        }
        total
    }

    fn pick(&mut self, total: f64, rng: &mut Rng) -> usize {
        let mut left = rng.random::<f64>() * total;
        let mut chosen = None;
        for group in self.groups.iter().filter(|group| !group.members.is_empty()) {
            chosen = Some(group);
            if left < group.sum {
                break;
            }
            left -= group.sum;
        }
        let Some(group) = chosen else { return 0 };
        loop {
            let member = group.members[rng.random_range(0..group.members.len())] as usize;
            if rng.random::<f64>() * group.bound < self.propensities[member] {
                return member;
            }
        }
    }
}

impl Rejection {
    fn leave(&mut self, reaction: usize, group: u32, place: u32, old: f64) {
        let of = &mut self.groups[group as usize];
        of.members.swap_remove(place as usize);
        if let Some(&moved) = of.members.get(place as usize) {
            self.places[moved as usize] = Some((group, place));
        }
        of.sum = if of.members.is_empty() { 0.0 } else { of.sum - old };
        of.changes += 1;
        self.places[reaction] = None;
    }

    fn enter(&mut self, reaction: usize, propensity: f64) {
        let power = exponent(propensity);
        let next = self.groups.len() as u32;
        let group = *self.by_power.entry(power).or_insert(next);
        if group == next {
            let bound = 2f64.powi(power + 1);
            self.groups.push(Group { bound, members: Vec::new(), sum: 0.0, changes: 0, reference: 0 });
        }
        let of = &mut self.groups[group as usize];
        self.places[reaction] = Some((group, of.members.len() as u32));
        of.members.push(reaction as u32);
        of.sum += propensity;
        of.changes += 1;
        of.reference = of.reference.max(of.members.len());
    }
}

/// The `e` for which a positive number is at least `2^e` and below `2^(e+1)`.
fn exponent(value: f64) -> i32 {
    (value.to_bits() >> 52) as i32 - 1023
}
