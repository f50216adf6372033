mod chain;
mod page;
mod pool;
mod write;

pub(crate) use page::{Page, TiffFile};
pub(crate) use pool::TiffPool;
pub(crate) use write::write_pages;
pub use write::write_tiff;
