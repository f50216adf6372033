use crate::StepError;
use lca_image::{Model, OnnxModel, OnnxOptions};
use std::path::{Path, PathBuf};

/// What the descriptions of the BioImage Model Zoo are called.
const SIDECARS: [&str; 4] = ["rdf.yaml", "bioimageio.yaml", "rdf.yml", "bioimageio.yml"];

/// Which files may tell of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// The description that lies beside the file too.
    Taken,
    /// The named file or folder alone: what lies beside it is not part of a step's key.
    Refused,
}

/// Reads a model: a file that `lca segment train` wrote, a network that was trained elsewhere (`.onnx`), or a folder that
/// holds one such network and its description.
///
/// # Errors
/// When it cannot be read or used, or when options of networks are given for another model.
pub fn read_model(path: &Path, network: &OnnxOptions, beside: Beside) -> Result<Model, StepError> {
    let Some(found) = Found::at(path)? else {
        if *network != OnnxOptions::default() {
            let what = format!("{} is no network of others (.onnx)", path.display());
            return Err(StepError::unfit(what, "leave out what is said of such a network"));
        }
        let unfit = |why: lca_image::ImageError| StepError::unfit(told(path, &why), "train it again");
        return Model::from_json(&read(path)?).map_err(unfit);
    };
    let lies_beside = !path.is_dir() && found.sidecar.is_some();
    if lies_beside && beside == Beside::Refused {
        let what = format!("{} has a description beside it, which is not part of the study", path.display());
        return Err(StepError::unfit(what, "name the folder of both as the assay's file"));
    }
    let sidecar = found.sidecar.as_deref().map(text).transpose()?;
    let name = found.network.display().to_string();
    Ok(Model::Onnx(OnnxModel::read(&name, &read(&found.network)?, sidecar.as_deref(), network)?))
}

/// A network and its description.
struct Found {
    network: PathBuf,
    sidecar: Option<PathBuf>,
}

impl Found {
    /// None where the path names neither a network nor a folder.
    fn at(path: &Path) -> Result<Option<Self>, StepError> {
        if !path.is_dir() {
            let sidecar = path.parent().and_then(sidecar);
            return Ok(is_network(path).then(|| Self { network: path.to_owned(), sidecar }));
        }
        let entries = std::fs::read_dir(path).map_err(|why| unread(path, &why))?;
        let mut networks = Vec::new();
        for entry in entries {
            networks.push(entry.map_err(|why| unread(path, &why))?.path());
        }
        networks.retain(|path| is_network(path));
        match networks.as_slice() {
            [network] => Ok(Some(Self { network: network.clone(), sidecar: sidecar(path) })),
            _ => {
                let what = format!("{} holds {} networks (.onnx)", path.display(), networks.len());
                Err(StepError::unfit(what, "name a folder with one, or the file"))
            }
        }
    }
}

fn is_network(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("onnx"))
}

fn sidecar(folder: &Path) -> Option<PathBuf> {
    SIDECARS.iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

fn read(path: &Path) -> Result<Vec<u8>, StepError> {
    std::fs::read(path).map_err(|why| unread(path, &why))
}

fn text(path: &Path) -> Result<String, StepError> {
    std::fs::read_to_string(path).map_err(|why| unread(path, &why))
}

fn unread(path: &Path, why: &std::io::Error) -> StepError {
    StepError::unfit(format!("cannot read {}: {why}", path.display()), "see whether it is there and whole")
}

fn told(path: &Path, why: &dyn std::fmt::Display) -> String {
    format!("cannot use {}: {why}", path.display())
}
