mod folder;
mod h5;
mod market;
mod market_rows;
mod names;
mod write;

pub(crate) use folder::{read_folder, refuse_part};
pub(crate) use h5::{genomes, read_file};
pub(crate) use market_rows::MarketRows;
pub use write::write_10x_mtx;
