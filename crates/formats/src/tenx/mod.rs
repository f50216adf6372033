mod folder;
mod market;
mod names;
mod write;

pub(crate) use folder::read_folder;
pub use write::write_10x_mtx;
