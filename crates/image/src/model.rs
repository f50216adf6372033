use crate::{ImageError, Method, NetModel, PixelModel};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// What was learnt from people's labels, of either kind.
#[derive(Debug, Clone)]
pub enum Model {
    /// A forest.
    Forest(Box<PixelModel>),
    /// A network.
    Net(Box<NetModel>),
}

/// What tells the two apart.
#[derive(Deserialize)]
struct Kind {
    parameters: Option<IgnoredAny>,
}

impl Model {
    /// Reads and checks the text of a model's file.
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
        }
    }

    /// The way to find objects with it.
    #[must_use]
    pub fn method(&self) -> Method<'_> {
        match self {
            Self::Forest(model) => Method::Learnt(model),
            Self::Net(model) => Method::Net(model),
        }
    }
}

fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, ImageError> {
    serde_json::from_slice(text).map_err(|why| {
        ImageError::Model(format!("{why}; it must be a file that `lca segment train` of this version wrote"))
    })
}
