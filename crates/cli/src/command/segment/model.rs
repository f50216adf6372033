use crate::command::place::failed;
use crate::failure::Failure;
use lca_image::{NetModel, PixelModel};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::path::Path;

/// What `lca segment train` wrote.
pub(super) enum Model {
    Forest(Box<PixelModel>),
    Net(Box<NetModel>),
}

impl Model {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Forest(_) => "forest",
            Self::Net(_) => "net",
        }
    }
}

/// What tells the two apart.
#[derive(Deserialize)]
struct Kind {
    parameters: Option<IgnoredAny>,
}

/// Reads and checks a model.
pub(super) fn read(path: &Path) -> Result<Model, Failure> {
    let text = std::fs::read(path).map_err(|cause| failed("cannot read", path, &cause))?;
    let unusable = |cause: &dyn std::fmt::Display| {
        let why = format!("{cause}; it must be a file that `lca segment train` wrote");
        failed("cannot use the model", path, &why)
    };
    let kind: Kind = serde_json::from_slice(&text).map_err(|cause| unusable(&cause))?;
    if kind.parameters.is_some() {
        let model: NetModel = serde_json::from_slice(&text).map_err(|cause| unusable(&cause))?;
        model.check().map_err(|cause| failed("cannot use the model", path, &cause))?;
        Ok(Model::Net(Box::new(model)))
    } else {
        let model: PixelModel = serde_json::from_slice(&text).map_err(|cause| unusable(&cause))?;
        model.check().map_err(|cause| failed("cannot use the model", path, &cause))?;
        Ok(Model::Forest(Box::new(model)))
    }
}
