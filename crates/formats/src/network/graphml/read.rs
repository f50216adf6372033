use crate::FormatError;
use crate::network::entry::Entries;
use crate::network::fields::{Fields, interaction, molecule};
use crate::network::markup::Element;
use std::collections::HashMap;
use std::path::Path;

/// Attributes by the key that data refer to: for what they are, their name, their default.
type Keys<'e> = HashMap<&'e str, (&'e str, &'e str, Option<&'e str>)>;

/// Reads the first graph of a GraphML document. An edge without direction stands for one each way.
/// Graphs within nodes, ports and hyperedges are refused.
pub(in crate::network) fn read(path: &Path, root: &Element) -> Result<Entries, FormatError> {
    let mut keys = Keys::new();
    for key in root.all("key") {
        let default = key.first("default").map(|default| default.text.as_str());
        let of = (key.get("for").unwrap_or("all"), key.get("attr.name").unwrap_or_default(), default);
        keys.insert(key.required(path, "id")?, of);
    }
    let graph = root.first("graph").ok_or_else(|| root.wrong(path, "it holds no <graph>"))?;
    let directed = graph.get("edgedefault") != Some("undirected");
    let mut entries = Entries::default();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for node in graph.all("node") {
        if node.first("graph").is_some() {
            return Err(node.wrong(path, "a node holds a graph of its own, which cannot be read: flatten it"));
        }
        let id = node.required(path, "id")?;
        let made = molecule(id, &fields(node, &keys, "node")).map_err(|what| node.wrong(path, what))?;
        if places.insert(id, entries.molecule(made)).is_some() {
            return Err(node.wrong(path, format!("two nodes have the id `{id}`")));
        }
    }
    if let Some(edge) = graph.first("hyperedge") {
        return Err(edge.wrong(path, "a hyperedge joins more than two nodes, which cannot be read"));
    }
    for edge in graph.all("edge") {
        let end = |attribute: &str| {
            let id = edge.required(path, attribute)?;
            places.get(id).copied().ok_or_else(|| edge.wrong(path, format!("there is no node `{id}`")))
        };
        let made = interaction(end("source")?, end("target")?, &fields(edge, &keys, "edge"));
        let made = made.map_err(|what| edge.wrong(path, what))?;
        if edge.get("directed").map_or(directed, |directed| directed == "true") {
            entries.interaction(made);
        } else {
            entries.mutual(made);
        }
    }
    Ok(entries)
}

fn fields(element: &Element, keys: &Keys<'_>, of: &str) -> Fields {
    let mut fields = Fields::default();
    for data in element.all("data") {
        let known = data.get("key").and_then(|key| keys.get(key));
        let name = known.map_or_else(|| data.get("key").unwrap_or_default(), |(_, name, _)| name);
        fields.put(name, data.text.as_str());
    }
    let mut defaults: Vec<_> = keys.values().filter(|(is, ..)| *is == of || *is == "all").collect();
    defaults.sort_unstable();
    for (_, name, default) in defaults {
        let stated = fields.0.iter().any(|(known, _)| known == name);
        if let Some(default) = default.filter(|_| !stated) {
            fields.put(name, default);
        }
    }
    fields
}
