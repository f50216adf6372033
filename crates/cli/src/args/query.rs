use super::Common;
use clap::{ArgGroup, Args};
use lca_core::ElementPath;
use std::path::PathBuf;

/// Ask an atlas in SQL: its observations, its registry, its networks and its run log. Only reads.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lca query hela.zarr \"SELECT track, avg(area) AS area FROM traces GROUP BY track ORDER BY area DESC\"
  lca query hela.zarr \"SELECT table_schema, table_name FROM information_schema.tables\"
  lca query hela.zarr \"SELECT * FROM traces\" --out traces.parquet")]
pub(crate) struct QueryArgs {
    /// The atlas.
    pub(crate) atlas: PathBuf,
    /// The query, in quotes.
    pub(crate) sql: String,
    /// Write the rows to a file, .csv, .tsv or .parquet; left out, they are printed.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The most rows to print or write; left out, 100 to print and all to write.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// The most time it may take, in s.
    #[arg(long, value_name = "SECONDS", default_value_t = 300.0)]
    pub(crate) time: f64,
    /// The most memory for grouping, sorting and joining, in MB.
    #[arg(long, value_name = "MB", default_value_t = 2048)]
    pub(crate) memory: usize,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What people corrected in an atlas by hand: list it, add to it, take back.
///
/// A correction holds from the next `lca run` of the study on, which computes the element it is of anew and what
/// comes after it. Nothing is ever removed from the list.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("act").args(["add", "undo", "redo"]),
    after_help = "Examples:
  lca corrections hela.zarr
  lca corrections hela.zarr --of lca/tracks/tracks --add \"cut 12 4\" --note \"another cell\"
  lca corrections cells.zarr --of tables/cells --add \"relabel leiden 3 as T cells\"
  lca corrections hela.zarr --undo 2

Corrections, a cell being named by frame and label:
  join T LABEL T LABEL, cut T LABEL, swap T LABEL LABEL, divide T LABEL T LABEL T LABEL,
  accept T LABEL T LABEL, reject T LABEL T LABEL          of tracks
  relabel COLUMN OLD as NEW                               of cells
  accept A -> B, reject A -> B                            of networks"
)]
pub(crate) struct CorrectionsArgs {
    /// The atlas.
    pub(crate) atlas: PathBuf,
    /// A correction to add.
    #[arg(long, value_name = "TEXT", requires = "of")]
    pub(crate) add: Option<String>,
    /// The element that --add is of, such as lca/tracks/tracks.
    #[arg(long, value_name = "ELEMENT", requires = "add")]
    pub(crate) of: Option<ElementPath>,
    /// Why, in words.
    #[arg(long, value_name = "TEXT", requires = "add")]
    pub(crate) note: Option<String>,
    /// Take back the correction of this number.
    #[arg(long, value_name = "N")]
    pub(crate) undo: Option<u64>,
    /// Let the correction of this number hold again, on the results there are now.
    #[arg(long, value_name = "N")]
    pub(crate) redo: Option<u64>,
    /// Who does it; left out, the name under which you are logged in.
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Option<String>,
    #[command(flatten)]
    pub(crate) common: Common,
}
