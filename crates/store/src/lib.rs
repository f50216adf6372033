//! The atlas on disk: Zarr, Parquet, GEFF, and the commit record that says what is current.
//!
//! ```no_run
//! use lca_store::Atlas;
//! use lca_tables::AnnData;
//! # fn main() -> Result<(), lca_store::StoreError> {
//! let atlas = Atlas::open_or_create("experiment.zarr")?;
//! let changes = atlas.begin()?;
//! changes.write_table(&"tables/cells".parse().unwrap(), &AnnData::default())?;
//! changes.commit("key-of-the-run", &serde_json::json!({ "step": "cells" }))?;
//! assert_eq!(atlas.elements().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! An atlas is one folder: a SpatialData store in Zarr v3 with the project's own parts under `lca/`.
//! Elements are written to their final place, where nothing names them, and become current by one
//! replacement of `lca/commit.json`; the consolidated metadata, by which Python sees them, follow.
//! A committed element is never changed: a new version lies beside it in `NAME.v2`, `NAME.v3`, ….

mod anndata;
mod atlas;
mod commit;
mod disk;
mod error;
mod files;
mod geff;
mod guard;
mod journal;
mod movie;
mod network;
mod parquet;
mod prune;
mod raw;
mod runs;
mod still;
mod verify;
mod zarr;

pub use anndata::{
    OpenTable, RowsWriter, Skipped, StoredRows, TableOutline, TableRows, TableWriter, begin_anndata, is_zarr,
    may_write, read_anndata, read_anndata_part, write_anndata,
};
pub use atlas::{Atlas, ElementInfo};
pub use commit::Transaction;
pub use error::StoreError;
pub use geff::{read_geff, write_geff};
pub use movie::{
    ChannelOutline, LabelsReader, LabelsSink, LevelOutline, MovieReader, MovieSink, Outline, open_ome_zarr,
};
pub use parquet::{FramePart, Geometry, Shapes, frame_of, parquet_bytes, read_parquet, write_parquet};
pub use prune::Pruned;
pub use raw::RawFile;
pub use runs::Run;
pub use verify::{Problem, VerifyReport, digest, verify};
