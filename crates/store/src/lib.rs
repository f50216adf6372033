//! The atlas on disk: Zarr, Parquet, GEFF, and the commit record.
