use super::{Current, FORMAT, Manifest, Record};
use crate::StoreError;
use crate::disk::Backing;
use crate::error::Result;
use bytes::Bytes;
use lca_core::{ElementKind, ElementPath};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const ROOT: &str = "zarr.json";

/// Groups that SpatialData expects, and the atlas' own that hold Zarr.
const GROUPS: [&str; 8] =
    ["images", "labels", "points", "shapes", "tables", "lca", "lca/movies", "lca/tracks"];

/// Zarr metadata documents by key, for each element's folder.
pub(crate) type Documents = BTreeMap<String, BTreeMap<String, Value>>;

/// The Zarr metadata documents of all current elements. Those of an element that is damaged are left out: it must not
/// keep another from being written, least of all the one that takes its place.
pub(crate) fn documents(backing: &Backing, record: &Record) -> Result<Documents> {
    let mut documents = Documents::new();
    for current in record.elements.values() {
        let beneath = match of_element(backing, current) {
            Err(StoreError::Damaged { .. } | StoreError::Format { .. }) => BTreeMap::new(),
            found => found?,
        };
        documents.insert(current.folder.clone(), beneath);
    }
    Ok(documents)
}

fn of_element(backing: &Backing, current: &Current) -> Result<BTreeMap<String, Value>> {
    let mut found = BTreeMap::new();
    let manifest = Manifest::load(backing, current)?;
    for name in manifest.files.keys().filter(|name| *name == ROOT || name.ends_with("/zarr.json")) {
        manifest.check(backing, &current.folder, name)?;
        let key = format!("{}/{name}", current.folder);
        let value = serde_json::from_slice(&backing.get_required(&key)?)
            .map_err(|why| StoreError::format(&backing.shown(&key), why))?;
        found.insert(key, value);
    }
    Ok(found)
}

/// Whether the consolidated metadata are those of another commit, as after a kill between the two.
pub(crate) fn is_stale(backing: &Backing, record: &Record) -> Result<bool> {
    let Some(bytes) = backing.get(ROOT)? else { return Ok(true) };
    let value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let sequence = value.pointer("/attributes/lca/sequence").and_then(Value::as_u64);
    Ok(sequence != Some(record.sequence) || value.get("consolidated_metadata").is_none())
}

/// Writes the groups above the elements, and last the root with the consolidated metadata.
pub(crate) fn write_consolidated(backing: &Backing, record: &Record, documents: &Documents) -> Result<()> {
    let mut groups = groups(record);
    let kept = above(backing, &mut groups, documents)?;
    for (key, value) in &groups {
        let bytes = to_bytes(backing, key, value)?;
        if backing.get(key)?.as_ref() != Some(&bytes) {
            backing.put(key, bytes)?;
        }
    }
    let node = |(key, value): (&String, &Value)| {
        let path = key.trim_end_matches("zarr.json").trim_end_matches('/').to_owned();
        (path, value.clone())
    };
    // Sorted, so that every group comes before what lies in it: zarr-python opens nothing otherwise.
    let nodes: BTreeMap<String, Value> =
        groups.iter().chain(&kept).chain(documents.values().flatten()).map(node).collect();
    let metadata: Map<String, Value> = nodes.into_iter().collect();
    let mut root = group(json!({
        "spatialdata_attrs": { "version": "0.2", "spatialdata_software_version": "0.7.3" },
        "lca": { "format": FORMAT, "sequence": record.sequence },
    }));
    root["consolidated_metadata"] =
        json!({ "kind": "inline", "must_understand": false, "metadata": metadata });
    let bytes = to_bytes(backing, ROOT, &root)?;
    backing.put(ROOT, bytes)
}

fn to_bytes(backing: &Backing, key: &str, value: &Value) -> Result<Bytes> {
    let bytes = serde_json::to_vec(value).map_err(|why| StoreError::write(&backing.shown(key), why))?;
    Ok(Bytes::from(bytes))
}

fn group(attributes: Value) -> Value {
    json!({ "zarr_format": 3, "node_type": "group", "attributes": attributes })
}

/// Every group above an element, with the lists of labels that OME-NGFF asks for.
fn groups(record: &Record) -> BTreeMap<String, Value> {
    let mut groups: BTreeMap<String, Value> =
        GROUPS.iter().map(|name| (format!("{name}/{ROOT}"), group(json!({})))).collect();
    let stills = folders(record, |element| element.kind() == ElementKind::Labels);
    if let Some(names) = stills.get("labels") {
        groups.insert(format!("labels/{ROOT}"), group(json!({ "ome": { "labels": names } })));
    }
    for (parent, names) in folders(record, |element| element.kind() == ElementKind::MovieLabels) {
        let attributes = json!({ "ome": { "version": "0.5", "labels": names } });
        groups.insert(format!("{parent}/{ROOT}"), group(attributes));
    }
    groups
}

/// Adds plain groups for all other folders that hold elements with Zarr metadata. Returns the documents of those
/// that have one already, which is not ours to write: that of a movie whose labels outlive its version.
fn above(
    backing: &Backing,
    groups: &mut BTreeMap<String, Value>,
    documents: &Documents,
) -> Result<BTreeMap<String, Value>> {
    let mut kept = BTreeMap::new();
    let holding = documents.iter().filter(|(_, beneath)| !beneath.is_empty());
    for parent in holding.flat_map(|(folder, _)| folder.match_indices('/').map(|(end, _)| &folder[..end])) {
        let key = format!("{parent}/{ROOT}");
        if groups.contains_key(&key) || documents.get(parent).is_some_and(|own| own.contains_key(&key)) {
            continue;
        }
        match backing.get(&key)? {
            None => drop(groups.insert(key, group(json!({})))),
            Some(bytes) => {
                let value = serde_json::from_slice(&bytes)
                    .map_err(|why| StoreError::format(&backing.shown(&key), why))?;
                kept.insert(key, value);
            }
        }
    }
    Ok(kept)
}

/// The names of the chosen elements' folders, by the folder they lie in.
fn folders(record: &Record, choose: impl Fn(&ElementPath) -> bool) -> BTreeMap<String, Vec<String>> {
    let mut parents: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, current) in record.elements.iter().filter(|(element, _)| choose(element)) {
        if let Some((parent, name)) = current.folder.rsplit_once('/') {
            parents.entry(parent.to_owned()).or_default().push(name.to_owned());
        }
    }
    parents
}
