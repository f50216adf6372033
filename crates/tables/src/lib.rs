//! Annotated tables in memory, in the words of `anndata`: a [`DataFrame`] of typed columns, and
//! [`AnnData`], a matrix of cells × genes with what is known of each cell and gene.
//!
//! ```
//! use lca_tables::{Column, DataFrame};
//! let mut obs = DataFrame::new(vec!["c1".into(), "c2".into()]);
//! obs.set("n_counts", Column::Int(vec![10, 20])).unwrap();
//! assert_eq!(obs.column("n_counts").unwrap().len(), 2);
//! ```

mod abundances;
mod alleles;
mod anndata;
mod column;
mod frame;
mod matrix;
mod uns;

pub use abundances::{Abundances, Mark, Measured};
pub use alleles::{AlleleRow, Alleles};
pub use anndata::AnnData;
pub use column::{Categorical, Column};
pub use frame::{DataFrame, NamedColumn, TableError};
pub use matrix::Matrix;
pub use uns::Uns;
