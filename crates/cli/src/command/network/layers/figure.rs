use crate::failure::Failure;
use lca_graph::Layer;
use lca_network::layers::{LayerChange, TransOmic};
use lca_report::{Figure, LayerEdge, LayerNode, LayerPlane, Layers, layers};
use std::collections::BTreeMap;

/// The connected part of the network as stacked layers.
pub(super) fn figure(changed: &[LayerChange], made: &TransOmic) -> Result<Figure, Failure> {
    let network = &made.connected;
    let mut order: Vec<Layer> = network.molecules().iter().map(|one| one.layer).collect();
    order.sort_unstable();
    order.dedup();
    let mut planes: Vec<LayerPlane> = order.iter().map(|&layer| plane(layer, changed)).collect();
    let mut places = BTreeMap::new();
    for (at, molecule) in network.molecules().iter().enumerate() {
        let node = &made.nodes[made.places[at]];
        let value = if node.largest.is_nan() && node.direction != 0 {
            f64::from(node.direction)
        } else {
            node.largest
        };
        if let Ok(plane) = order.binary_search(&molecule.layer) {
            places.insert(at, (plane, planes[plane].nodes.len()));
            planes[plane].nodes.push(LayerNode { name: molecule.id.clone(), value, inferred: node.inferred });
        }
    }
    let edge = |edge: &lca_graph::Interaction| {
        let (from, to) = (*places.get(&edge.source)?, *places.get(&edge.target)?);
        Some(LayerEdge { from, to, sign: edge.sign.number() })
    };
    let edges = network.interactions().iter().filter_map(edge).collect();
    Ok(layers(&Layers {
        title: "The network through the layers".to_owned(),
        caption: "Molecules that changed and the interactions that explain it.".to_owned(),
        value: "log2 change".to_owned(),
        planes,
        edges,
    })?)
}

fn plane(layer: Layer, changed: &[LayerChange]) -> LayerPlane {
    let word = layer.to_string();
    let mut name: String = word.chars().take(1).flat_map(char::to_uppercase).collect();
    name.push_str(word.get(1..).unwrap_or_default());
    // Molecules of a resource that no layer measured.
    name.push_str(if layer == Layer::Unstated { " layer" } else { "s" });
    let note = changed.iter().find(|one| one.layer == layer).map_or_else(
        || "not measured".to_owned(),
        |one| {
            let tested = one.responses.iter().filter(|one| one.untested.is_none()).count();
            let changed = one.responses.iter().filter(|one| one.changed).count();
            format!("{changed} of {tested} changed")
        },
    );
    LayerPlane { name, note, nodes: Vec::new() }
}
