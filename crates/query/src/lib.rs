//! SQL over the tables of an atlas: read-only, and bounded in time, memory and rows.
//!
//! ```no_run
//! use lca_query::{Limits, query};
//! let atlas = lca_store::Atlas::open("hela.zarr")?;
//! let found = query(&atlas, "SELECT track, avg(area) AS area FROM traces GROUP BY track", &Limits::default())?;
//! assert_eq!(found.table.column("area").unwrap().len(), found.table.rows());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | schema | its tables |
//! |---|---|
//! | `observations` | one for each table of observations; needs no prefix |
//! | `registry` | subjects, specimens, assays, conditions |
//! | `networks` | `NAME_nodes`, `NAME_edges`, `NAME_evidence` of each network |
//! | `runs` | `log`: each run of a step, with its record as JSON |
//!
//! Names are those of the elements with `_` for what SQL would take for something else; `SELECT * FROM
//! information_schema.tables` lists them. `observations.long` tells all numbers of all tables of observations in
//! long form: `source`, `entity`, `t`, `variable`, `value`.
//!
//! Files are read by column and by row group where the query allows; nothing but the atlas can be read, and
//! nothing written.

mod catalogue;
mod error;
mod json;
mod limits;
mod long;
mod run;
mod words;

pub use error::QueryError;
pub use json::{as_json, kind, value};
pub use limits::Limits;
pub use run::{Found, query};
