use thiserror::Error;

/// Why a network that was trained elsewhere cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OnnxFault {
    /// The file is none, or damaged.
    #[error("it is not an ONNX network, or damaged ({0}); export it again as one `.onnx` file")]
    NotOnnx(String),
    /// The network takes several images, or none.
    #[error("it takes {0} inputs; networks of one input are taken")]
    Inputs(usize),
    /// The file is another one than its description is of.
    #[error(
        "its description (rdf.yaml, bioimageio.yaml) is of another file: SHA-256 {told}, but this one has {found}; \
         download both again, or take the description away"
    )]
    Another {
        /// SHA-256 in the description.
        told: String,
        /// SHA-256 of the file.
        found: String,
    },
    /// The network does what is not known here.
    #[error("it uses {}, which is not known here; export it with standard operators (opset 9 to 18)", .0.join(", "))]
    Operators(Vec<String>),
    /// The weights lie in another file.
    #[error("it keeps its weights in another file; export it again with the weights inside")]
    Elsewhere,
    /// The description beside it cannot be used.
    #[error("its description (rdf.yaml, bioimageio.yaml) cannot be used: {0}")]
    Sidecar(String),
    /// Neither the network nor a description says what must be known.
    #[error("{0}")]
    Untold(String),
    /// The image has other channels than the network takes.
    #[error("it takes {takes} channels, but the image has {has}; a network of one channel takes any image")]
    Channels {
        /// Channels the network takes.
        takes: usize,
        /// Channels of the image.
        has: usize,
    },
    /// What the network gives does not lie on the pixels it was given.
    #[error(
        "it gives {} × {} pixels for {} × {}; {need}",
        .found[0], .found[1], .given[0], .given[1]
    )]
    Size {
        /// Rows and columns it was given.
        given: [usize; 2],
        /// Rows and columns it gave.
        found: [usize; 2],
        /// What they must be.
        need: &'static str,
    },
    /// The network gave something that is no number.
    #[error("it gives what is not a finite number in the square at row {}, column {} of the image", .0[0], .0[1])]
    NotFinite([usize; 2]),
    /// What should be probabilities is not.
    #[error(
        "it gives values from {low} to {high} where probabilities from 0 to 1 are needed; export it with its last sigmoid, or name one as postprocessing in its description"
    )]
    Odds {
        /// Least value, as text.
        low: String,
        /// Greatest value, as text.
        high: String,
    },
    /// It cannot be run.
    #[error("it cannot be run: {0}")]
    Run(String),
}
