use crate::command::place::failed;
use crate::failure::Failure;
use lca_image::Model;
use std::path::Path;

/// Reads and checks a model.
pub(super) fn read(path: &Path) -> Result<Model, Failure> {
    let text = std::fs::read(path).map_err(|cause| failed("cannot read", path, &cause))?;
    Model::from_json(&text).map_err(|cause| failed("cannot use", path, &cause))
}
