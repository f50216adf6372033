use crate::FormatError;
use crate::network::entry::Entries;
use crate::network::fields::{Fields, interaction, molecule};
use crate::network::markup::Element;
use std::collections::HashMap;
use std::path::Path;

/// Titles and defaults of attributes, by their identifier.
type Titles<'e> = HashMap<&'e str, (&'e str, Option<&'e str>)>;

/// Reads a GEXF document. An edge without direction stands for one each way. Times are passed over.
pub(in crate::network) fn read(path: &Path, root: &Element) -> Result<Entries, FormatError> {
    let graph = root.first("graph").ok_or_else(|| root.wrong(path, "it holds no <graph>"))?;
    // The specification's default is `undirected`.
    let directed = graph.get("defaultedgetype") == Some("directed");
    let (of_nodes, of_edges) = (titles(path, graph, "node")?, titles(path, graph, "edge")?);
    let mut entries = Entries::default();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for node in graph.listed("nodes", "node") {
        if node.first("nodes").is_some() {
            return Err(node.wrong(path, "a node holds nodes of its own, which cannot be read: flatten it"));
        }
        let id = node.required(path, "id")?;
        let mut fields = fields(node, &of_nodes);
        node.get("label").into_iter().for_each(|label| fields.put("label", label));
        let made = molecule(id, &fields).map_err(|what| node.wrong(path, what))?;
        if places.insert(id, entries.molecule(made)).is_some() {
            return Err(node.wrong(path, format!("two nodes have the id `{id}`")));
        }
    }
    for edge in graph.listed("edges", "edge") {
        let end = |attribute: &str| {
            let id = edge.required(path, attribute)?;
            places.get(id).copied().ok_or_else(|| edge.wrong(path, format!("there is no node `{id}`")))
        };
        let mut fields = fields(edge, &of_edges);
        for name in ["kind", "weight"] {
            edge.get(name).into_iter().for_each(|value| fields.put(name, value));
        }
        let made = interaction(end("source")?, end("target")?, &fields);
        let made = made.map_err(|what| edge.wrong(path, what))?;
        if edge.get("type").map_or(directed, |is| is == "directed") {
            entries.interaction(made);
        } else {
            entries.mutual(made);
        }
    }
    Ok(entries)
}

fn titles<'e>(path: &Path, graph: &'e Element, class: &str) -> Result<Titles<'e>, FormatError> {
    let mut titles = Titles::new();
    for list in graph.all("attributes").filter(|list| list.get("class") == Some(class)) {
        for one in list.all("attribute") {
            let default = one.first("default").map(|default| default.text.trim());
            titles.insert(one.required(path, "id")?, (one.required(path, "title")?, default));
        }
    }
    Ok(titles)
}

fn fields(element: &Element, titles: &Titles<'_>) -> Fields {
    let mut fields = Fields::default();
    for value in element.listed("attvalues", "attvalue") {
        let title = value.get("for").and_then(|id| titles.get(id));
        if let (Some((title, _)), Some(value)) = (title, value.get("value")) {
            fields.put(title, value);
        }
    }
    let mut defaults: Vec<_> = titles.values().collect();
    defaults.sort_unstable();
    for (title, default) in defaults {
        let stated = fields.0.iter().any(|(known, _)| known == title);
        if let Some(default) = default.filter(|_| !stated) {
            fields.put(title, default);
        }
    }
    fields
}
