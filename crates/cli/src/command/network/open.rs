use crate::failure::Failure;
use lca_core::{ElementKind, ElementPath};
use lca_formats::{NetworkFile, read_network, read_network_file};
use lca_graph::MolecularNetwork;
use lca_store::Atlas;
use std::path::Path;

/// A network from a file or from an atlas, where it needs no name if it is the only one.
pub(super) fn open(path: &Path, name: Option<&str>) -> Result<MolecularNetwork, Failure> {
    if !path.is_dir() {
        return match name {
            Some(_) => Err(Failure::Use("--name goes with an atlas; leave it out for a file".to_owned())),
            None => Ok(read_network(path)?),
        };
    }
    let atlas = Atlas::open(path)?;
    if let Some(name) = name {
        return Ok(atlas.read_network(&element(name)?)?);
    }
    let of_kind = |path: &ElementPath| path.kind() == ElementKind::Network;
    let there: Vec<ElementPath> = atlas.elements().into_iter().map(|one| one.path).filter(of_kind).collect();
    match there.as_slice() {
        [one] => Ok(atlas.read_network(one)?),
        [] => Err(Failure::Use(format!(
            "{} holds no network; add one with `lca network import`",
            path.display()
        ))),
        all => {
            let names: Vec<&str> = all.iter().map(ElementPath::name).collect();
            Err(Failure::Use(format!("say with --name which network: {}", names.join(", "))))
        }
    }
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
