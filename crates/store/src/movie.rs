//! Image pyramids in OME-NGFF: movies and their labels as plain version 0.5, and whatever others
//! wrote by versions 0.1 to 0.5.

mod downsample;
mod labels;
mod layout;
mod metadata;
mod multiscale;
mod outline;
mod pixel;
mod pyramid;
mod sink;
mod source;
mod window;

pub use labels::{LabelsReader, LabelsSink};
pub use outline::{ChannelOutline, LevelOutline, Outline};
pub use sink::MovieSink;
pub use source::{MovieReader, open_ome_zarr};

pub(crate) use downsample::Reduce;
pub(crate) use layout::Layout;
pub(crate) use metadata::axes_json;
pub(crate) use pyramid::{Pyramid, write_pixels};
