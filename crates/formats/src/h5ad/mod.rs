//! `AnnData` in HDF5, as anndata 0.7 and later write it ("On-disk format", anndata documentation).

mod column;
mod frame;
mod matrix;
mod read;
mod uns;

pub(crate) use read::{is_h5ad, read_file};
