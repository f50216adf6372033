use super::{ProblemArgs, assignment};
use crate::args::Common;
use clap::Args;
use std::path::PathBuf;

/// Say which parameters and molecules control an output.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model sensitivity model.xml --output ERK_P --end 60 --method sobol")]
pub(crate) struct SensitivityArgs {
    #[command(flatten)]
    pub(crate) problem: ProblemArgs,
    /// An observable of the problem, or a symbol or formula of the SBML model; may be given again.
    #[arg(long = "output", value_name = "ID", required = true)]
    pub(crate) outputs: Vec<String>,
    /// Of a problem: only this condition.
    #[arg(long, value_name = "ID")]
    pub(crate) condition: Option<String>,
    /// Of an SBML model: when to end.
    #[arg(long, value_name = "TIME")]
    pub(crate) end: Option<f64>,
    /// Of an SBML model: at how many times to look.
    #[arg(long, value_name = "N", default_value_t = 21, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    pub(crate) points: u32,
    /// Of an SBML model: replace a parameter, an initial value or a size; may be given again.
    #[arg(long = "set", value_name = "ID=VALUE", value_parser = assignment)]
    pub(crate) sets: Vec<(String, f64)>,
    /// Small changes at the point, or whole ranges about it.
    #[arg(long, value_enum, default_value_t = Method::Local)]
    pub(crate) method: Method,
    /// How far ranges go: from a FOLDth of each value to FOLD times it.
    #[arg(long, value_name = "FOLD", default_value_t = 2.0)]
    pub(crate) fold: f64,
    /// Let ranges go from the lower to the upper bounds of the problem instead.
    #[arg(long, conflicts_with = "fold")]
    pub(crate) bounds: bool,
    /// Base points of `sobol`, paths of `morris`; left out: 1024 and 30.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    pub(crate) samples: Option<u32>,
    /// Seed of the points.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// File for a figure.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// How sensitivities are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Method {
    /// Scaled derivatives over time.
    Local,
    /// Sobol' indices: shares of the variance over ranges.
    Sobol,
    /// Elementary effects over ranges: fewer simulations.
    Morris,
}
