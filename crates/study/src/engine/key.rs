use crate::StudyError;
use crate::step::FileNeed;
use crate::study::{DataFile, Node, Study};
use lca_core::{Digest, Hasher};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::path::{Path, PathBuf};

/// One foreign file a step read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHash {
    /// As the study names it, relative to the data's root.
    pub name: String,
    /// BLAKE3 of its bytes.
    pub digest: Digest,
}

/// What a step's result depends on, and its hash.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    pub(crate) key: Digest,
    pub(crate) params: serde_json::Value,
    pub(crate) files: Vec<FileHash>,
}

/// The key of each step's result, in the study's order: its kind and version, its parameters, the
/// seed where it draws random numbers, what the study says of its assay, the bytes of its files, and
/// the keys of the steps it takes from.
pub(crate) fn keys(study: &Study, seed: u64) -> Result<Vec<Keyed>, StudyError> {
    let mut keys: Vec<Keyed> = Vec::with_capacity(study.steps.len());
    for node in &study.steps {
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
        keys.push(Keyed { key: hasher.finish(), params, files });
    }
    Ok(keys)
}

/// What the study says of a step's assay, and for the registry all it says of its entities.
fn said(study: &Study, node: &Node) -> Result<Vec<u8>, serde_json::Error> {
    if node.kind.name == crate::steps::REGISTRY {
        let assays: Vec<_> = study.assays.iter().map(|one| &one.assay).collect();
        return serde_json::to_vec(&(&study.subjects, &study.specimens, &study.conditions, assays));
    }
    let assay = node.assay.and_then(|at| study.assays.get(at));
    let condition = assay.and_then(|one| study.condition(one));
    let images = assay.map(|one| (one.pixel_size_um, one.frame_interval_s, &one.channels));
    serde_json::to_vec(&(assay.map(|one| &one.assay), images, condition))
}

/// Hashes the files a step reads, by name.
fn files(node: &Node) -> Result<Vec<FileHash>, StudyError> {
    let Some((_, DataFile { name, path })) = &node.reads else { return Ok(Vec::new()) };
    let (folder, prefix) = match node.kind.file {
        FileNeed::WithSiblings => (path.parent().unwrap_or(path), parent_name(name)),
        _ => (path.as_path(), name.clone()),
    };
    let mut found = Vec::new();
    walk(folder, &prefix, &mut found)?;
    found.into_iter().map(|(name, path)| Ok(FileHash { digest: hash(&path)?, name })).collect()
}

fn parent_name(name: &str) -> String {
    name.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned())
}

fn walk(path: &Path, name: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), StudyError> {
    let failed = |cause| StudyError::File { path: path.to_owned(), cause };
    if !path.is_dir() {
        found.push((name.to_owned(), path.to_owned()));
        return Ok(());
    }
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        inside.push(entry.map_err(failed)?.path());
    }
    inside.sort();
    for path in inside {
        let last = path.file_name().map(|last| last.to_string_lossy().into_owned()).unwrap_or_default();
        walk(&path, &format!("{name}/{last}"), found)?;
    }
    Ok(())
}

fn hash(path: &Path) -> Result<Digest, StudyError> {
    let failed = |cause| StudyError::File { path: path.to_owned(), cause };
    Digest::of_reader(File::open(path).map_err(failed)?).map_err(failed)
}
