use super::verb::{Settings, Verb, VerbArgs, verb};
use crate::args::{Axis, Common};
use clap::Args;
use std::path::PathBuf;

/// Keep the droplets that held a cell, of a raw matrix of all barcodes (EmptyDrops).
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells droplets raw_feature_bc_matrix.h5 --out cells.zarr")]
pub(crate) struct DropletsArgs {
    /// Droplets of at most so many counts hold no cell (100).
    #[arg(long, value_name = "COUNTS")]
    pub(crate) lower: Option<f64>,
    /// Droplets of at least so many counts hold one in any case (the knee of the barcode ranks).
    #[arg(long, value_name = "COUNTS")]
    pub(crate) retain: Option<f64>,
    /// Share of false calls among the called (0.001).
    #[arg(long, value_name = "SHARE")]
    pub(crate) fdr: Option<f64>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(DropletsArgs, "empty-droplets", |args| {
    Settings::default().with("lower", args.lower).with("retain", args.retain).with("fdr", args.fdr)
});

/// Score how like a doublet each cell is (Scrublet).
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells doublets qc.zarr --expected-rate 0.06 --out scored.zarr")]
pub(crate) struct DoubletsArgs {
    /// Share of doublets that is expected (0.05).
    #[arg(long, value_name = "SHARE")]
    pub(crate) expected_rate: Option<f64>,
    /// Leave out the cells that are called doublets; else they are marked only.
    #[arg(long)]
    pub(crate) remove: bool,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(DoubletsArgs, "doublets", |args| {
    let settings = Settings::default().with("score.expected_doublet_rate", args.expected_rate);
    settings.with("remove", args.remove.then_some(true))
});

/// Estimate how much of the counts is ambient RNA, from genes that a state does not express (SoupX).
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells ambient states.zarr --out states-ambient.zarr")]
pub(crate) struct AmbientArgs {
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(AmbientArgs, "ambient", |_args| Settings::default());

/// Turn counts into molecules per cell by RNA of known amount that was spiked in.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca cells calibrate counts.zarr --molecules 28000 --layer --out molecules.zarr"
)]
pub(crate) struct CalibrateArgs {
    /// Molecules of all spiked-in genes together that were put to one cell.
    #[arg(long, value_name = "N")]
    pub(crate) molecules: Option<f64>,
    /// Keep each gene's molecules as layer `molecules`.
    #[arg(long)]
    pub(crate) layer: bool,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(CalibrateArgs, "calibrate", |args| {
    Settings::default().with("total_molecules", args.molecules).with("layer", args.layer.then_some(true))
});

/// Check what a database of cells asks for: organism, tissue, donor, … as terms of ontologies (CELLxGENE's schema).
///
/// What is missing is listed, never made up. The exit code is 1 when something is missing or wrong.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca cells validate donors.zarr\n  lca cells validate donors.zarr --items registry.toml --out registered.zarr"
)]
pub(crate) struct ValidateArgs {
    /// The atlas, or AnnData in h5ad or Zarr.
    pub(crate) input: PathBuf,
    /// Of an atlas: which of its tables.
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// Of tables of text: on which axis the genes stand.
    #[arg(long, value_enum)]
    pub(crate) genes_in: Option<Axis>,
    /// Items to write before they are checked: under `[all]` for all cells, under `[COLUMN.VALUE]` for those that have
    /// the value in that column about cells.
    #[arg(long, value_name = "FILE.toml", requires = "out")]
    pub(crate) items: Option<PathBuf>,
    /// Where the table with these items goes, as AnnData in Zarr.
    #[arg(long, value_name = "OUT.zarr", requires = "items")]
    pub(crate) out: Option<PathBuf>,
    /// Put it in place of a table that is there.
    #[arg(long)]
    pub(crate) overwrite: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}
