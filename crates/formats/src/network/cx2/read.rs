use crate::FormatError;
use crate::network::entry::Entries;
use crate::network::fields::{Fields, interaction, molecule};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::path::Path;

/// The declarations of attributes: what an alias stands for, and what is meant where nothing is said.
#[derive(Default)]
struct Declared {
    aliases: HashMap<String, String>,
    defaults: Vec<(String, String)>,
}

/// Reads a CX2 document: a JSON list of aspects, of which `attributeDeclarations`, `nodes` and `edges` are
/// taken; how it is drawn is passed over.
pub(in crate::network) fn parse(path: &Path, text: &str) -> Result<Entries, FormatError> {
    let broken = |what: String| FormatError::broken(path, "CX2", what);
    let aspects: Vec<Map<String, Value>> =
        serde_json::from_str(text).map_err(|error| broken(error.to_string()))?;
    if aspects.first().is_none_or(|first| !first.contains_key("CXVersion")) {
        return Err(broken("its first entry states no CXVersion".to_owned()));
    }
    if aspects.first().and_then(|first| first.get("CXVersion")).is_some_and(|version| version != "2.0") {
        return Err(FormatError::unsupported(path, "a version of CX before 2", "export it as CX2"));
    }
    let (of_nodes, of_edges) = (declared(&aspects, "nodes"), declared(&aspects, "edges"));
    let mut entries = Entries::default();
    let mut places: HashMap<i64, usize> = HashMap::new();
    for (at, node) in items(&aspects, "nodes").enumerate() {
        let wrong = |what: String| broken(format!("node {} {what}", at + 1));
        let id = number(node, "id").map_err(wrong)?;
        let made = molecule(&id.to_string(), &fields(node, &of_nodes)).map_err(wrong)?;
        if places.insert(id, entries.molecule(made)).is_some() {
            return Err(wrong(format!("has the id {id} of another")));
        }
    }
    for (at, edge) in items(&aspects, "edges").enumerate() {
        let wrong = |what: String| broken(format!("edge {} {what}", at + 1));
        let end = |name: &str| {
            let id = number(edge, name).map_err(wrong)?;
            places.get(&id).copied().ok_or_else(|| wrong(format!("names node {id}, which is not there")))
        };
        let made = interaction(end("s")?, end("t")?, &fields(edge, &of_edges));
        entries.interaction(made.map_err(|what| wrong(format!("is unsound: {what}")))?);
    }
    Ok(entries)
}

/// The entries of an aspect, which may be told in pieces.
fn items<'a>(aspects: &'a [Map<String, Value>], name: &'a str) -> impl Iterator<Item = &'a Value> {
    aspects.iter().filter_map(move |one| one.get(name)?.as_array()).flatten()
}

fn number(item: &Value, name: &str) -> Result<i64, String> {
    let value = item.get(name).and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
    value.ok_or_else(|| format!("has no whole number `{name}`"))
}

fn declared(aspects: &[Map<String, Value>], of: &str) -> Declared {
    let mut found = Declared::default();
    let all = items(aspects, "attributeDeclarations").filter_map(|one| one.get(of)?.as_object()).flatten();
    for (name, declaration) in all {
        if let Some(alias) = declaration.get("a").and_then(Value::as_str) {
            found.aliases.insert(alias.to_owned(), name.clone());
        }
        found.defaults.extend(declaration.get("v").map(|value| (name.clone(), plain(value))));
    }
    found
}

fn fields(item: &Value, declared: &Declared) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in item.get("v").and_then(Value::as_object).into_iter().flatten() {
        fields.put(declared.aliases.get(name).unwrap_or(name), plain(value));
    }
    for (name, default) in &declared.defaults {
        if !fields.0.iter().any(|(known, _)| known == name) {
            fields.put(name, default.clone());
        }
    }
    fields
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
