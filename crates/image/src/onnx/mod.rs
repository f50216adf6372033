//! Networks that were trained elsewhere and saved as ONNX, run by tract on the processor.
//!
//! A field is cut into squares whose places depend on its size alone; the network sees each square with a halo around
//! it, and what is said of a pixel is what its own square says. So nothing depends on the tiles that objects are sought
//! in, whatever the network does, and the memory is that of a row of squares.

mod axes;
mod fault;
mod maps;
mod model;
mod network;
mod options;
mod output;
mod prepare;
mod sha256;
mod side;
mod sidecar;
mod squares;
mod star;

pub use fault::OnnxFault;
pub use model::OnnxModel;
pub use options::{OnnxKind, OnnxOptions};
