use crate::failure::Failure;
use lca_core::{ElementKind, ElementPath};
use lca_formats::{NetworkFile, read_network, read_network_file};
use lca_graph::MolecularNetwork;
use lca_store::Atlas;
use std::path::Path;

/// A network from a file or from an atlas, where it needs no name if it is the only one, and comes without the edges
/// that people rejected.
pub(super) fn open(path: &Path, name: Option<&str>) -> Result<MolecularNetwork, Failure> {
    if !path.is_dir() {
        return match name {
            Some(_) => Err(Failure::Use("--name goes with an atlas; leave it out for a file".to_owned())),
            None => Ok(read_network(path)?),
        };
    }
    let atlas = Atlas::open(path)?;
    let element = only(&atlas, path, (ElementKind::Network, "network"), ("--name", name))?;
    Ok(lca_study::without_rejected(&atlas, &element, &atlas.read_network(&element)?)?)
}

/// The element of a kind that an option names, or the only one there is.
pub(super) fn only(
    atlas: &Atlas,
    path: &Path,
    (kind, what): (ElementKind, &str),
    (option, name): (&str, Option<&str>),
) -> Result<ElementPath, Failure> {
    let all = atlas.elements().into_iter().map(|one| one.path);
    let there: Vec<ElementPath> = all.filter(|path| path.kind() == kind).collect();
    let found = match (name, there.as_slice()) {
        (Some(name), all) => all.iter().find(|one| one.name() == name),
        (None, [one]) => Some(one),
        (None, _) => None,
    };
    found.cloned().ok_or_else(|| {
        let (path, names) = (path.display(), there.iter().map(ElementPath::name).collect::<Vec<_>>());
        Failure::Use(match name {
            _ if there.is_empty() && kind == ElementKind::Table => format!(
                "{path} holds no {what}: counts that were only added are none yet; `lca cells run`, or a step `table` of a study, makes one"
            ),
            _ if there.is_empty() => format!("{path} holds no {what}"),
            Some(name) => format!("{path} holds no {what} `{name}`; there are: {}", names.join(", ")),
            None => format!("say with {option} which {what} of {path}: {}", names.join(", ")),
        })
    })
}

/// Where a network of this name lies in an atlas.
pub(super) fn element(name: &str) -> Result<ElementPath, Failure> {
    ElementPath::new(ElementKind::Network, name).map_err(|error| Failure::Use(format!("--name: {error}")))
}

/// The files with a name for each: the file's own name.
pub(super) fn named(files: &[std::path::PathBuf]) -> Result<Vec<(String, NetworkFile)>, Failure> {
    let one = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, read_network_file(path)?))
    };
    files.iter().map(one).collect()
}
