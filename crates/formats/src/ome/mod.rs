mod planes;
mod read;
mod units;
mod write;
mod xml;

pub(crate) use planes::arrange;
pub(crate) use read::{OmeImage, OmeMetadata, TiffData, parse};
pub use write::write_ome_tiff;
