use crate::{ImageError, Method, NetModel, OnnxModel, PixelModel};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// What was learnt from people's labels, here or elsewhere.
#[derive(Debug, Clone)]
pub enum Model {
    /// A forest.
    Forest(Box<PixelModel>),
    /// A network.
    Net(Box<NetModel>),
    /// A network that was trained elsewhere.
    Onnx(OnnxModel),
}

/// What tells those of ours apart.
#[derive(Deserialize)]
struct Kind {
    parameters: Option<IgnoredAny>,
}

impl Model {
    /// Reads and checks the text of a model's file that was written here; for networks of others see [`OnnxModel::read`].
    ///
    /// # Errors
    /// [`ImageError::Model`] when it is no model, damaged, or of another version.
    pub fn from_json(text: &[u8]) -> Result<Self, ImageError> {
        let kind: Kind = read(text)?;
        if kind.parameters.is_some() {
            let model: NetModel = read(text)?;
            model.check()?;
            Ok(Self::Net(Box::new(model)))
        } else {
            let model: PixelModel = read(text)?;
            model.check()?;
            Ok(Self::Forest(Box::new(model)))
        }
    }

    /// Its kind, in a word.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Forest(_) => "forest",
            Self::Net(_) => "net",
            Self::Onnx(_) => "onnx",
        }
    }

    /// The way to find objects with it.
    #[must_use]
    pub fn method(&self) -> Method<'_> {
        match self {
            Self::Forest(model) => Method::Learnt(model),
            Self::Net(model) => Method::Net(model),
            Self::Onnx(model) => Method::Onnx(model),
        }
    }
}

fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, ImageError> {
    serde_json::from_slice(text).map_err(|why| {
        ImageError::Model(format!("{why}; it must be a file that `lca segment train` of this version wrote"))
    })
}
