mod folder;
mod h5;
mod market;
mod names;
mod write;

pub(crate) use folder::{read_folder, refuse_part};
pub(crate) use h5::{genomes, read_file};
pub use write::write_10x_mtx;
