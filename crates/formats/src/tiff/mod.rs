mod bands;
mod chain;
mod page;
mod pool;
mod rows;
mod write;

pub use bands::write_label_bands;
pub(crate) use page::{Page, TiffFile};
pub(crate) use pool::TiffPool;
pub use rows::{TiffRows, open_tiff_rows};
pub(crate) use write::write_pages;
pub use write::write_tiff;
