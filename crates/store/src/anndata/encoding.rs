use crate::StoreError;
use lca_core::ElementPath;
use serde_json::{Map, Value};

/// The two attributes by which `anndata` knows what a node is.
pub(super) fn encoding(kind: &str, version: &str) -> Map<String, Value> {
    let pair = |name: &str, value: &str| (name.to_owned(), Value::from(value));
    Map::from_iter([pair("encoding-type", kind), pair("encoding-version", version)])
}

/// The same with more attributes.
pub(super) fn encoding_with(kind: &str, version: &str, more: Value) -> Value {
    let mut attributes = encoding(kind, version);
    if let Value::Object(more) = more {
        attributes.extend(more);
    }
    Value::Object(attributes)
}

/// Names become names of files: refuses those that cannot.
pub(super) fn check_name(element: &ElementPath, place: &str, name: &str) -> Result<(), StoreError> {
    let reserved = matches!(name, "" | "." | ".." | "zarr.json") || name.starts_with("__");
    if reserved || name.contains('/') || name.chars().any(char::is_control) {
        let problem =
            format!("`{name}` in {place} cannot be a name on disk; rename it (no `/`, no `__` first)");
        return Err(StoreError::refused(element, problem));
    }
    Ok(())
}
