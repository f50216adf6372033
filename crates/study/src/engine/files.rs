use crate::StudyError;
use crate::step::FileNeed;
use crate::study::{DataFile, Node};
use lca_core::Digest;
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

/// Hashes the files a step reads, by name.
pub(super) fn files(node: &Node) -> Result<Vec<FileHash>, StudyError> {
    let Some((_, DataFile { name, path })) = &node.reads else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    match node.kind.file {
        FileNeed::Petab => {
            let (folder, shown) = (path.parent().unwrap_or(path), parent_name(name));
            found.extend(lca_formats::petab_sources(path).into_iter().map(|file| {
                let within = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned();
                (if shown.is_empty() { within } else { format!("{shown}/{within}") }, file)
            }));
        }
        FileNeed::Images => {
            walk(path, name, &mut found)?;
            let within = format!("{name}/");
            found.retain(|(file, _)| file.strip_prefix(&within).is_none_or(is_image));
        }
        _ => walk(path, name, &mut found)?,
    }
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
        if !is_systems(&last) {
            walk(&path, &format!("{name}/{last}"), found)?;
        }
    }
    Ok(())
}

/// Whether a file or folder is hidden or an operating system's own: these come and go by looking at a
/// folder, and nothing reads them.
fn is_systems(name: &str) -> bool {
    let own = ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "$recycle.bin"];
    // These say what a Zarr array of version 2 holds.
    let zarr = [".zarray", ".zattrs", ".zgroup", ".zmetadata"];
    name.starts_with('.') && !zarr.contains(&name) || own.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether a file, by its name within a folder, is one of the frames that are read there.
fn is_image(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.contains('/') && [".tif", ".tiff", ".png"].iter().any(|ending| name.ends_with(ending))
}

fn hash(path: &Path) -> Result<Digest, StudyError> {
    let failed = |cause| StudyError::File { path: path.to_owned(), cause };
    Digest::of_reader(File::open(path).map_err(failed)?).map_err(failed)
}
