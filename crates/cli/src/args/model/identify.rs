use super::ProblemArgs;
use crate::args::Common;
use clap::Args;

/// Say what measurements and structure of a model determine, and what no measurement can.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model identify problem.yaml --fit fitted")]
pub(crate) struct IdentifyArgs {
    #[command(flatten)]
    pub(crate) problem: ProblemArgs,
    /// Confidence of the intervals.
    #[arg(long, value_name = "SHARE", default_value_t = 0.9)]
    pub(crate) confidence: f64,
    #[command(flatten)]
    pub(crate) common: Common,
}
