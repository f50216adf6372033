use super::assemble::Responding;
use super::candidates::{Candidate, Source};
use super::{LayerChange, Node, TransOmic};
use crate::filter::rebuilt;
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule};
use std::collections::BTreeMap;

/// Makes a network of the interactions kept, and finds the part of it that hangs together.
pub(super) fn join(layers: &[LayerChange], kept: &[(&Candidate, Responding)]) -> TransOmic {
    let mut out = TransOmic::default();
    for (one, source) in kept {
        let from = match &one.source {
            Source::Measured((layer, row)) => {
                (layers[*layer].layer, layers[*layer].responses[*row].id.clone())
            }
            Source::Named(layer, name) => (*layer, name.clone()),
        };
        let largest = match one.source {
            Source::Measured((layer, row)) if !source.inferred => layers[layer].responses[row].largest,
            _ => f64::NAN,
        };
        let (direction, onset) = (source.direction, source.onset);
        let (inferred, q_value) = (source.inferred, source.q_value);
        let from = node(&mut out, from, Node { largest, direction, onset, q_value, inferred });
        let target = &layers[one.target.0].responses[one.target.1];
        let to = node(
            &mut out,
            (layers[one.target.0].layer, target.id.clone()),
            Node {
                largest: if target.changed { target.largest } else { f64::NAN },
                direction: if target.changed { target.largest.signum() as i8 } else { 0 },
                onset: target.onset.filter(|_| target.changed),
                q_value: target.q_value,
                inferred: !target.changed,
            },
        );
        edge(&mut out.network, one, (from, to));
    }
    largest_part(&mut out);
    out
}

fn edge(network: &mut MolecularNetwork, one: &Candidate, (source, target): (usize, usize)) {
    let mut evidence = one.evidence.clone();
    let method = Some("both changed, source not later".to_owned());
    evidence.push(Evidence { method, ..Evidence::default() });
    let kind = one.kind.clone();
    network.interaction(Interaction { kind, evidence, ..Interaction::new(source, target, one.sign) });
}

fn node(out: &mut TransOmic, (layer, id): (Layer, String), node: Node) -> usize {
    let place = out.network.molecule(Molecule::new(&id, layer));
    if place == out.nodes.len() {
        out.nodes.push(node);
    }
    place
}

/// Takes the connected part with most interactions (of equals the first) into `connected`.
fn largest_part(out: &mut TransOmic) {
    let count = out.network.molecules().len();
    let part = parts(count, out.network.interactions());
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    (0..count).for_each(|at| {
        sizes.entry(part[at]).or_default();
    });
    out.network.interactions().iter().for_each(|edge| *sizes.entry(part[edge.source]).or_default() += 1);
    out.parts = sizes.len();
    let best = sizes.iter().max_by_key(|&(&part, &edges)| (edges, std::cmp::Reverse(part)));
    let Some((&best, _)) = best else { return };
    let kept: Vec<bool> = part.iter().map(|&part| part == best).collect();
    out.places = (0..count).filter(|&at| kept[at]).collect();
    out.connected = rebuilt(&out.network, &kept, out.network.interactions().to_vec());
}

/// For each molecule the first one of its connected part.
fn parts(count: usize, edges: &[Interaction]) -> Vec<usize> {
    let mut part: Vec<usize> = (0..count).collect();
    fn root(part: &mut [usize], mut at: usize) -> usize {
        while part[at] != at {
            part[at] = part[part[at]];
            at = part[at];
        }
        at
    }
    for edge in edges {
        let (a, b) = (root(&mut part, edge.source), root(&mut part, edge.target));
        part[a.max(b)] = a.min(b);
    }
    (0..count).map(|at| root(&mut part, at)).collect()
}
