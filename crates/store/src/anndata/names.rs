use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The attribute that keeps the true names of entries whose names on disk differ.
const NAMES: &str = "lca-names";

/// What is asked of names on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// Those of file names only.
    File,
    /// SpatialData's, which refuses the whole store otherwise: letters, digits, `_`, `-`, `.`, and
    /// no two names that differ in case alone.
    SpatialData,
}

/// Names on disk for entries of a group, in order, each legal and unique.
pub(super) fn on_disk<'a>(names: impl Iterator<Item = &'a str>, rules: Rules) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let unique = |name: &str| {
        let wish = legal(name, rules);
        let free = std::iter::once(wish.clone()).chain((2..).map(|count| format!("{wish}_{count}")));
        let key = |name: &str| if rules == Rules::File { name.to_owned() } else { name.to_lowercase() };
        let free = free.into_iter().find(|name| taken.insert(key(name)));
        free.unwrap_or(wish)
    };
    names.map(unique).collect()
}

fn legal(name: &str, rules: Rules) -> String {
    let bad = |c: char| match rules {
        Rules::File => c == '/' || c == '\\' || c.is_control(),
        Rules::SpatialData => !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')),
    };
    let name: String = name.chars().map(|c| if bad(c) { '_' } else { c }).collect();
    let reserved = matches!(name.as_str(), "" | "." | ".." | "_index" | "zarr.json");
    if reserved || name.starts_with("__") { format!("x{name}") } else { name }
}

/// Adds to a group's attributes the true names, where some differ.
pub(super) fn remember<'a>(
    attributes: &mut Map<String, Value>,
    names: impl Iterator<Item = &'a str>,
    disk: &[String],
) {
    let changed: Map<String, Value> = disk
        .iter()
        .zip(names)
        .filter(|(disk, name)| disk.as_str() != *name)
        .map(|(disk, name)| (disk.clone(), Value::from(name)))
        .collect();
    if !changed.is_empty() {
        attributes.insert(NAMES.to_owned(), changed.into());
    }
}

/// The true name of an entry.
pub(super) fn recall(attributes: &Map<String, Value>, disk: &str) -> String {
    let name = attributes.get(NAMES).and_then(|names| names.get(disk)).and_then(Value::as_str);
    name.unwrap_or(disk).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_legal_and_stay_apart() {
        let names = ["% mito", "_ mito", "Score", "score", "__x", "_index", "größe", ""];
        let disk = on_disk(names.into_iter(), Rules::SpatialData);
        let expected = ["x__mito", "x__mito_2", "Score", "score_2", "x__x", "x_index", "größe", "x"];
        assert_eq!(disk, expected);
        let mut attributes = Map::new();
        remember(&mut attributes, names.into_iter(), &disk);
        let back: Vec<String> = disk.iter().map(|name| recall(&attributes, name)).collect();
        assert_eq!(back, names);
        assert_eq!(on_disk(["a b", "a/b", "A b"].into_iter(), Rules::File), ["a b", "a_b", "A b"]);
    }
}
