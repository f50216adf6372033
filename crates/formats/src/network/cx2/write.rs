use crate::network::fields::{of_interaction, of_molecule};
use lca_graph::MolecularNetwork;
use serde_json::{Map, Value, json};

/// A network as CX2; the kind is Cytoscape's `interaction`, the evidence of an edge is JSON in a text.
pub(in crate::network) fn text(network: &MolecularNetwork) -> String {
    let text = || json!({ "d": "string" });
    let declared = json!([{
        "nodes": { "identifier": text(), "name": text(), "layer": text() },
        "edges": { "sign": text(), "interaction": text(), "evidence": text() },
    }]);
    let nodes: Vec<Value> = (network.molecules().iter().enumerate())
        .map(|(id, one)| {
            let told: Map<String, Value> = of_molecule(one).into_iter().map(pair).collect();
            json!({ "id": id, "v": told })
        })
        .collect();
    let edges: Vec<Value> = (network.interactions().iter().enumerate())
        .map(|(id, one)| {
            let told = of_interaction(one).into_iter();
            let told = told.map(|(name, value)| (if name == "kind" { "interaction" } else { name }, value));
            let told: Map<String, Value> = told.map(|(name, value)| pair((name, &value))).collect();
            json!({ "id": id, "s": one.source, "t": one.target, "v": told })
        })
        .collect();
    let count = |name: &str, count: usize| json!({ "name": name, "elementCount": count });
    let aspects =
        [count("attributeDeclarations", 1), count("nodes", nodes.len()), count("edges", edges.len())];
    let mut out = json!([
        { "CXVersion": "2.0", "hasFragments": false },
        { "metaData": aspects },
        { "attributeDeclarations": declared },
        { "nodes": nodes },
        { "edges": edges },
        { "status": [{ "success": true }] },
    ])
    .to_string();
    out.push('\n');
    out
}

fn pair((name, value): (&str, &str)) -> (String, Value) {
    (name.to_owned(), json!(value))
}
