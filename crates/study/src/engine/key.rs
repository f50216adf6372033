use super::files::{FileHash, files};
use crate::StudyError;
use crate::corrections::Standing;
use crate::site::Places;
use crate::study::{AssayFiles, Node, Study};
use lca_core::{Digest, Hasher};

/// What a step's result depends on, and its hash.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    pub(crate) key: Digest,
    pub(crate) params: serde_json::Value,
    pub(crate) files: Vec<FileHash>,
}

/// The key of each step's result, in the study's order: its kind and version, its parameters, the
/// seed where it draws random numbers, what the study says of its assay, the bytes of its files, the
/// keys of the steps it takes from, and the corrections of what it makes.
pub(crate) fn keys(
    study: &Study,
    places: &Places,
    seed: u64,
    standing: &Standing,
) -> Result<Vec<Keyed>, StudyError> {
    let mut keys: Vec<Keyed> = Vec::with_capacity(study.steps.len());
    for (node, outputs) in study.steps.iter().zip(places) {
        let failed = |cause| StudyError::Record { step: node.id.to_string(), cause };
        let params = node.job.params().map_err(failed)?;
        let files = files(node)?;
        let mut hasher = Hasher::new();
        hasher.part(b"lca step 1").part(node.kind.name.as_bytes()).part(&node.kind.version.to_le_bytes());
        hasher.part(&serde_json::to_vec(&params).map_err(failed)?);
        hasher.part(&if node.kind.random { seed.to_le_bytes().to_vec() } else { Vec::new() });
        hasher.part(&said(study, node).map_err(failed)?);
        for file in &files {
            hasher.part(file.name.as_bytes()).part(file.digest.as_str().as_bytes());
        }
        for (port, ups) in node.kind.ports.iter().zip(&node.from) {
            hasher.part(port.name.as_bytes());
            for &up in ups {
                hasher.part(keys[up].key.as_str().as_bytes());
            }
        }
        for element in outputs.values() {
            for change in standing.changes(element) {
                hasher.part(b"corrected").part(&serde_json::to_vec(&(element, change)).map_err(failed)?);
            }
        }
        keys.push(Keyed { key: hasher.finish(), params, files });
    }
    Ok(keys)
}

/// What the study says of a step's assay, and for the registry all it says of its entities: of an assay
/// also the names of its files, which the registry lists.
fn said(study: &Study, node: &Node) -> Result<Vec<u8>, serde_json::Error> {
    let images = |one: &AssayFiles| (one.pixel_size_um, one.frame_interval_s, one.channels.clone());
    if node.kind.name == crate::steps::REGISTRY {
        let files = |one: &AssayFiles| -> Vec<(String, String)> {
            one.files.iter().map(|(role, file)| (role.clone(), file.name.clone())).collect()
        };
        let assays: Vec<_> = study.assays.iter().map(|one| (&one.assay, images(one), files(one))).collect();
        return serde_json::to_vec(&(&study.subjects, &study.specimens, &study.conditions, assays));
    }
    let assay = node.assay.and_then(|at| study.assays.get(at));
    let condition = assay.and_then(|one| study.condition(one));
    serde_json::to_vec(&(assay.map(|one| &one.assay), assay.map(images), condition))
}
