use crate::args::{Axis, Common};
use clap::Args;
use std::path::PathBuf;

/// Find the factors that several omics of the same samples share (MOFA).
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca cells factors rna=rna.csv protein=protein.csv methylation=meth.csv --out factors/ --plot variance.svg"
)]
pub(crate) struct FactorsArgs {
    /// The views, each NAME=FILE: a table of samples × features, named in its first column; empty where missing. Samples
    /// meet by name, and need not be in every view.
    #[arg(required = true, value_name = "NAME=FILE", value_parser = view)]
    pub(crate) views: Vec<(String, PathBuf)>,
    /// On which axis of the tables the features stand.
    #[arg(long, value_enum, default_value_t = Axis::Columns)]
    pub(crate) features_in: Axis,
    /// A table of samples, named in its first column, with a column `group`: each group has its own sizes of factors.
    #[arg(long, value_name = "FILE")]
    pub(crate) groups: Option<PathBuf>,
    /// Factors to begin with; those that explain too little are dropped.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) factors: usize,
    /// Drop factors that explain less than this share of the variance in every view.
    #[arg(long, value_name = "SHARE", default_value_t = 0.001)]
    pub(crate) min_variance: f64,
    /// Divide each view by the standard deviation of its values, so that all count the same.
    #[arg(long)]
    pub(crate) scale_views: bool,
    /// Seed of the start.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Folder for factors.csv (samples × factors), weights_VIEW.csv and variance.csv.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// File for a figure of the variance explained.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

fn view(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => Ok((name.to_owned(), path.into())),
        _ => Err(format!("`{text}` is not NAME=FILE, such as rna=rna.csv")),
    }
}
