use serde_json::{Map, Value};

/// The two attributes by which `anndata` knows what a node is.
pub(super) fn encoding(kind: &str, version: &str) -> Map<String, Value> {
    let pair = |name: &str, value: &str| (name.to_owned(), Value::from(value));
    Map::from_iter([pair("encoding-type", kind), pair("encoding-version", version)])
}

/// The same with more attributes.
pub(super) fn encoding_with(kind: &str, version: &str, more: Value) -> Map<String, Value> {
    let mut attributes = encoding(kind, version);
    if let Value::Object(more) = more {
        attributes.extend(more);
    }
    attributes
}
