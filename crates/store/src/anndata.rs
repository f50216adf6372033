//! Annotated tables in Zarr as `anndata` 0.12 writes them (its on-disk format reference, encodings
//! `anndata` 0.1.0, `dataframe` 0.2.0, `csr_matrix` 0.1.0 and so on), read in either Zarr version.

mod alone;
mod column;
mod encoding;
mod frame;
mod legacy;
mod matrix;
mod names;
mod outline;
mod read;
mod read_column;
mod read_matrix;
mod read_uns;
mod records;
mod rows;
mod sink;
mod uns;
mod write;

pub use alone::{begin_anndata, may_write, write_anndata};
pub use outline::TableOutline;
pub use read::{Skipped, is_zarr, read_anndata, read_anndata_part};
pub use rows::{OpenTable, StoredRows, TableRows};
pub use sink::{RowsWriter, TableWriter};
