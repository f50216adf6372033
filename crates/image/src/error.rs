use crate::OnnxFault;
use lca_pixels::PixelsError;
use lca_tables::TableError;
use thiserror::Error;

/// Why an image cannot be segmented or measured.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ImageError {
    /// A pixel is not a number.
    #[error("the pixel at z, y, x = {at:?} is not a finite number; fill or crop such pixels first")]
    NotFinite {
        /// The first such pixel.
        at: [usize; 3],
    },
    /// A parameter is out of its range.
    #[error("{name} = {value} is out of range; it must be {need}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        need: &'static str,
    },
    /// A length in µm was given for an image whose pixel size is unknown.
    #[error("a length in µm needs pixel_size_um; give it, or give the length in pixels")]
    NoPixelSize,
    /// A channel is not of the labels' shape.
    #[error("channel `{channel}` has shape {found:?} (z, y, x) but the labels have {expected:?}")]
    Channel {
        /// The channel.
        channel: String,
        /// Its shape.
        found: (usize, usize, usize),
        /// The labels' shape.
        expected: (usize, usize, usize),
    },
    /// Two channels share a name.
    #[error("two channels are named `{0}`; give each its own name")]
    SameName(String),
    /// Rows of a field cannot be read, or its labels cannot be taken.
    #[error("{0}")]
    Rows(String),
    /// A model cannot be learnt or used.
    #[error("the model cannot be used: {0}")]
    Model(String),
    /// A network that was trained elsewhere cannot be used.
    #[error("the network `{file}` cannot be used: {fault}")]
    Onnx {
        /// Its file.
        file: String,
        /// Why.
        fault: OnnxFault,
    },
    /// An operation on pixels failed.
    #[error(transparent)]
    Pixels(#[from] PixelsError),
    /// A table could not be built.
    #[error(transparent)]
    Table(#[from] TableError),
}

impl ImageError {
    pub(crate) fn onnx(file: &str, fault: OnnxFault) -> Self {
        Self::Onnx { file: file.to_owned(), fault }
    }

    /// An error unless `fine`.
    pub(crate) fn require(
        fine: bool,
        name: &'static str,
        value: f64,
        need: &'static str,
    ) -> Result<(), Self> {
        if fine { Ok(()) } else { Err(Self::Parameter { name, value, need }) }
    }

    /// An error when a pixel is not finite.
    pub(crate) fn finite(image: &lca_pixels::Image) -> Result<(), Self> {
        // Without a way out of the loop several pixels are looked at by one instruction.
        let none = image.as_slice().is_some_and(|all| all.iter().fold(true, |fine, v| fine & v.is_finite()));
        let found = if none { None } else { image.indexed_iter().find(|(_, value)| !value.is_finite()) };
        found.map_or(Ok(()), |((z, y, x), _)| Err(Self::NotFinite { at: [z, y, x] }))
    }
}
