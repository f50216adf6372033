use crate::filter::rebuilt;
use crate::sign::{along, either};
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Sign};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The part of a network that lies in these layers: their molecules and the interactions among them.
#[must_use]
pub fn layer_view(network: &MolecularNetwork, layers: &[Layer]) -> MolecularNetwork {
    let keep = within(network, layers);
    rebuilt(network, &keep, network.interactions().to_vec())
}

/// As [`layer_view`], with an interaction for each two molecules that are joined by a way through
/// molecules of other layers only. Its sign is the product along the way; where ways differ, or one is
/// walked through a loop of the other sign, it is dual, and where one is not known, it is not known. Its
/// kind is `projection`. A molecule's way back to itself is told as an interaction on itself.
#[must_use]
pub fn project(network: &MolecularNetwork, layers: &[Layer]) -> MolecularNetwork {
    let keep = within(network, layers);
    let mut from: Vec<Vec<(usize, Sign)>> = vec![Vec::new(); keep.len()];
    for one in network.interactions() {
        from[one.source].push((one.target, one.sign));
    }
    let mut edges = network.interactions().to_vec();
    for source in (0..keep.len()).filter(|place| keep[*place]) {
        for (target, sign) in reached(source, &from, &keep) {
            let evidence = vec![Evidence { method: Some("projection".to_owned()), ..Evidence::default() }];
            let kind = Some("projection".to_owned());
            edges.push(Interaction { source, target, sign, kind, evidence });
        }
    }
    rebuilt(network, &keep, edges)
}

fn within(network: &MolecularNetwork, layers: &[Layer]) -> Vec<bool> {
    network.molecules().iter().map(|one| layers.contains(&one.layer)).collect()
}

/// The kept molecules that ways through left out ones lead to, with their signs.
fn reached(source: usize, from: &[Vec<(usize, Sign)>], keep: &[bool]) -> BTreeMap<usize, Sign> {
    let mut found: BTreeMap<usize, Sign> = BTreeMap::new();
    let mut seen: BTreeSet<(usize, Sign)> = BTreeSet::new();
    let hidden = from[source].iter().copied().filter(|(next, _)| !keep[*next]);
    let mut open: VecDeque<(usize, Sign)> = hidden.collect();
    while let Some((at, sign)) = open.pop_front() {
        if !seen.insert((at, sign)) {
            continue;
        }
        for &(next, step) in &from[at] {
            let sign = along(sign, step);
            if keep[next] {
                found.entry(next).and_modify(|known| *known = either(*known, sign)).or_insert(sign);
            } else {
                open.push_back((next, sign));
            }
        }
    }
    found
}
