use crate::network::fields::{of_interaction, of_molecule};
use crate::network::keys::keys;
use crate::network::xml_text::escaped;
use lca_graph::MolecularNetwork;
use std::fmt::Write;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
<key id="identifier" for="node" attr.name="identifier" attr.type="string"/>
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="layer" for="node" attr.name="layer" attr.type="string"/>
<key id="sign" for="edge" attr.name="sign" attr.type="string"/>
<key id="kind" for="edge" attr.name="kind" attr.type="string"/>
<key id="evidence" for="edge" attr.name="evidence" attr.type="string"/>
<graph id="network" edgedefault="directed">
"#;

/// A network as GraphML; the evidence of an edge is JSON.
pub(in crate::network) fn text(network: &MolecularNetwork) -> String {
    let keys = keys(network);
    let key = |place: usize| escaped(keys.get(place).map_or("", String::as_str));
    let mut out = HEAD.to_owned();
    for (place, molecule) in network.molecules().iter().enumerate() {
        let _ = write!(out, "<node id=\"{}\">", key(place));
        of_molecule(molecule).into_iter().for_each(|(name, value)| data(&mut out, name, value));
        out.push_str("</node>\n");
    }
    for (place, one) in network.interactions().iter().enumerate() {
        let _ = write!(
            out,
            "<edge id=\"e{place}\" source=\"{}\" target=\"{}\">",
            key(one.source),
            key(one.target)
        );
        of_interaction(one).iter().for_each(|(name, value)| data(&mut out, name, value));
        out.push_str("</edge>\n");
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}

fn data(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, "<data key=\"{name}\">{}</data>", escaped(value));
}
