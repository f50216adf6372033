mod bands;
mod chain;
mod labels;
mod lzw;
mod page;
mod pool;
mod rows;
mod squeeze;
mod strips;
mod write;

pub use bands::write_label_bands;
pub use labels::write_label_tiff;
pub(crate) use page::{Page, TiffFile};
pub(crate) use pool::TiffPool;
pub use rows::{TiffRows, open_tiff_rows};
pub(crate) use write::write_pages;
pub use write::write_tiff;
