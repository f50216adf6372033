use super::GenesArgs;
use crate::args::Common;
use clap::Args;
use lca_network::activity::ActivityMethod;
use std::path::PathBuf;

/// Estimate how active transcription factors and pathways are from the genes they act on.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca network activity expression.csv --network dorothea_hs_ABC.csv --method ulm --out activities.csv"
)]
pub(crate) struct ActivityArgs {
    /// Table of expression or of changes of expression, CSV or TSV, none missing; or an AnnData or an atlas.
    pub(crate) table: PathBuf,
    /// Prior network: a table with columns source (or tf), target and maybe weight (or mor).
    #[arg(long, value_name = "FILE")]
    pub(crate) network: PathBuf,
    /// How to estimate.
    #[arg(long, value_enum, default_value_t = ActivityName::Ulm)]
    pub(crate) method: ActivityName,
    #[command(flatten)]
    pub(crate) genes: GenesArgs,
    /// Least number of measured targets of a source.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) min_targets: usize,
    /// How many sources to show.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) top: usize,
    /// File for the activities, samples × sources; p values go to NAME_pvals beside it.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// File for a heat map of the most variable sources.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// How activities are estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ActivityName {
    /// Univariate linear model: each source alone.
    Ulm,
    /// Multivariate linear model: all sources at once.
    Mlm,
    /// Rank-based enrichment with correction for shared targets.
    Viper,
}

impl From<ActivityName> for ActivityMethod {
    fn from(name: ActivityName) -> Self {
        match name {
            ActivityName::Ulm => Self::Ulm,
            ActivityName::Mlm => Self::Mlm,
            ActivityName::Viper => Self::Viper,
        }
    }
}
