use crate::network::fields::{of_interaction, of_molecule};
use crate::network::keys::keys;
use crate::network::xml_text::escaped;
use lca_graph::MolecularNetwork;
use std::fmt::Write;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
<graph defaultedgetype="directed" mode="static">
<attributes class="node">
<attribute id="identifier" title="identifier" type="string"/>
<attribute id="layer" title="layer" type="string"/>
</attributes>
<attributes class="edge">
<attribute id="sign" title="sign" type="string"/>
<attribute id="kind" title="kind" type="string"/>
<attribute id="evidence" title="evidence" type="string"/>
</attributes>
"#;

/// A network as GEXF 1.2, which more programs read than 1.3; names are labels, the evidence of an edge is JSON.
pub(in crate::network) fn text(network: &MolecularNetwork) -> String {
    let keys = keys(network);
    let key = |place: usize| escaped(keys.get(place).map_or("", String::as_str));
    let mut out = HEAD.to_owned();
    out.push_str("<nodes>\n");
    for (place, molecule) in network.molecules().iter().enumerate() {
        let [identifier, (_, name), layer] = of_molecule(molecule);
        let _ = write!(out, "<node id=\"{}\" label=\"{}\">", key(place), escaped(name));
        values(&mut out, [identifier, layer].into_iter());
        out.push_str("</node>\n");
    }
    out.push_str("</nodes>\n<edges>\n");
    for (place, one) in network.interactions().iter().enumerate() {
        let (source, target) = (key(one.source), key(one.target));
        let _ = write!(out, "<edge id=\"{place}\" source=\"{source}\" target=\"{target}\">");
        values(&mut out, of_interaction(one).iter().map(|(name, value)| (*name, value.as_str())));
        out.push_str("</edge>\n");
    }
    out.push_str("</edges>\n</graph>\n</gexf>\n");
    out
}

fn values<'v>(out: &mut String, values: impl Iterator<Item = (&'static str, &'v str)>) {
    out.push_str("<attvalues>");
    for (name, value) in values {
        let _ = write!(out, "<attvalue for=\"{name}\" value=\"{}\"/>", escaped(value));
    }
    out.push_str("</attvalues>");
}
