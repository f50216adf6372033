//! Provenance as RO-Crate 1.1 (Soiland-Reyes et al., Data Science 2022; w3id.org/ro/crate/1.1):
//! `ro-crate-metadata.json` in the atlas' root, one `CreateAction` for each run of a step, as the
//! Workflow Run profiles ask.

use super::ready::Logged;
use super::report::replace;
use crate::StudyError;
use crate::record::Record;
use crate::study::Study;
use lca_store::Atlas;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The file below the atlas' root.
pub(crate) const NAME: &str = "ro-crate-metadata.json";

/// Writes the metadata of the whole atlas, unless they are there already.
pub(crate) fn write(
    study: &Study,
    atlas: &Atlas,
    records: &BTreeMap<String, Logged>,
    adding: bool,
) -> Result<(), StudyError> {
    let path = atlas.path().join(NAME);
    let mut document = document(study, atlas, records);
    let old = std::fs::read(&path).ok().filter(|_| adding);
    if let Some(old) = old.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok()) {
        for field in ["/@graph/1/name", "/@graph/1/description"] {
            if let (Some(new), Some(old)) = (document.pointer_mut(field), old.pointer(field)) {
                *new = old.clone();
            }
        }
    }
    let text = format!("{document:#}\n");
    if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    replace(&path, text.as_bytes()).map_err(|cause| StudyError::File { path, cause })
}

fn document(study: &Study, atlas: &Atlas, records: &BTreeMap<String, Logged>) -> Value {
    let folders: BTreeMap<String, String> =
        atlas.elements().into_iter().map(|one| (one.path.to_string(), format!("{}/", one.folder))).collect();
    let ended = records.values().map(|logged| logged.ended.as_str()).max().unwrap_or_default();
    let mut graph = vec![
        json!({
            "@id": NAME,
            "@type": "CreativeWork",
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
            "about": { "@id": "./" },
        }),
        json!({
            "@id": "./",
            "@type": "Dataset",
            "name": study.title,
            "description": study.description.as_deref().unwrap_or(&study.title),
            "datePublished": ended,
            "hasPart": ids(folders.values().cloned()),
            "mentions": ids(records.values().map(|logged| action_id(&logged.record))),
        }),
        json!({
            "@id": "#lca",
            "@type": "SoftwareApplication",
            "name": "Live Cell Atlas",
            "softwareVersion": env!("CARGO_PKG_VERSION"),
        }),
    ];
    graph.extend(
        folders.iter().map(|(name, folder)| json!({ "@id": folder, "@type": "Dataset", "name": name })),
    );
    graph.extend(sources(records));
    graph.extend(records.values().map(|logged| action(logged, &folders, records)));
    json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph })
}

fn ids(names: impl Iterator<Item = String>) -> Vec<Value> {
    names.map(|name| json!({ "@id": name })).collect()
}

fn action_id(record: &Record) -> String {
    format!("#run-{}-{}", record.step, record.key.short())
}

fn source_id(digest: &str) -> String {
    format!("#file-{digest}")
}

/// The foreign files that were read; they lie outside the atlas, so their hash names them.
fn sources(records: &BTreeMap<String, Logged>) -> Vec<Value> {
    let files = records.values().flat_map(|logged| &logged.record.files);
    let files: BTreeSet<(&str, &str)> =
        files.map(|file| (file.digest.as_str(), file.name.as_str())).collect();
    let mut seen = BTreeSet::new();
    let first = files.into_iter().filter(|(digest, _)| seen.insert(*digest));
    let entity = |(digest, name): (&str, &str)| json!({ "@id": source_id(digest), "@type": "CreativeWork", "name": name, "identifier": format!("blake3:{digest}") });
    first.map(entity).collect()
}

fn action(logged: &Logged, folders: &BTreeMap<String, String>, all: &BTreeMap<String, Logged>) -> Value {
    let Logged { record, started, ended } = logged;
    let folder = |record: &Record| -> Vec<String> {
        record.outputs.values().filter_map(|path| folders.get(&path.to_string()).cloned()).collect()
    };
    let ups = record.inputs.values().flatten().filter_map(|input| all.get(input.step.as_str()));
    let objects = record.files.iter().map(|file| source_id(file.digest.as_str()));
    let objects = objects.chain(ups.flat_map(|up| folder(&up.record)));
    json!({
        "@id": action_id(record),
        "@type": "CreateAction",
        "name": format!("{} ({}, version {})", record.step, record.kind, record.version),
        "description": record.params.to_string(),
        "instrument": { "@id": "#lca" },
        "startTime": started,
        "endTime": ended,
        "object": ids(objects),
        "result": ids(folder(record).into_iter()),
    })
}
