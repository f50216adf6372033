use super::Common;
use clap::Args;
use std::path::PathBuf;

/// Fit a PEtab problem to its measurements from many starts, drawn from the parameters' bounds.
///
/// A run that was stopped goes on where it was when called again with the same --out.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model fit problem.yaml --starts 100 --seed 1 --out fit")]
pub(crate) struct FitArgs {
    /// The problem.
    pub(crate) problem: PathBuf,
    /// How many starts there are.
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) starts: u32,
    /// Seed of the draw.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Folder for results; finished starts are kept in it, so that a stopped run can go on. Another
    /// number of starts needs another folder: the starts of a fit hang together.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// After so many seconds no new start begins.
    #[arg(long, value_name = "S")]
    pub(crate) max_seconds: Option<f64>,
    /// From how many points each start begins; those that fall behind are given up early.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) draws: Option<u32>,
    /// Where the starts come from.
    #[arg(long, value_enum, default_value_t = StartingName::ScatterSearch)]
    pub(crate) starting: StartingName,
    /// How a start goes down.
    #[arg(long, value_enum, default_value_t = OptimizerName::TrustRegion)]
    pub(crate) optimizer: OptimizerName,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Where the starts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum StartingName {
    /// Three fifths drawn evenly from the bounds, the others between the best fits of those before.
    ScatterSearch,
    /// All drawn evenly from the bounds, so that hits are independent of each other.
    LatinHypercube,
}

/// How a start goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum OptimizerName {
    /// Fisher information with learnt curvature, in a trust region.
    TrustRegion,
    /// Limited-memory BFGS with bounds, for problems of very many parameters.
    Lbfgsb,
}

/// Find by profile likelihoods which parameters the measurements determine.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca model profile problem.yaml --fit fit --parameters k1,k2 --out profiles"
)]
pub(crate) struct ProfileArgs {
    /// The problem.
    pub(crate) problem: PathBuf,
    /// The folder of its fit.
    #[arg(long, value_name = "DIR")]
    pub(crate) fit: PathBuf,
    /// Only these parameters; left out: all.
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub(crate) parameters: Vec<String>,
    /// Confidence of the intervals.
    #[arg(long, value_name = "SHARE", default_value_t = 0.9)]
    pub(crate) confidence: f64,
    /// Folder for tables and figures; left out: the fit's.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Sample the parameters that the measurements allow.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model sample problem.yaml --fit fit --steps 20000")]
pub(crate) struct SampleArgs {
    /// The problem.
    pub(crate) problem: PathBuf,
    /// The folder of its fit, where chains begin.
    #[arg(long, value_name = "DIR")]
    pub(crate) fit: PathBuf,
    #[command(flatten)]
    pub(crate) chains: ChainArgs,
    /// Folder for the table of samples; left out: the fit's.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// How parameters are sampled.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct ChainArgs {
    /// Chains.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) chains: u32,
    /// Steps of each chain; the first half is thrown away.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(4..))]
    pub(crate) steps: u32,
    /// Vectors to keep.
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) size: u32,
    /// Seed of the chains.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// Predict measurements that the fit has not seen, and hold the prediction against them.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca model predict problem.yaml --fit fit --measurements new.tsv --conditions new-conditions.tsv"
)]
pub(crate) struct PredictArgs {
    /// The problem that was fitted.
    pub(crate) problem: PathBuf,
    /// The folder of its fit.
    #[arg(long, value_name = "DIR")]
    pub(crate) fit: PathBuf,
    /// PEtab table of the measurements to predict.
    #[arg(long, value_name = "FILE")]
    pub(crate) measurements: PathBuf,
    /// PEtab table of conditions beside those of the problem.
    #[arg(long, value_name = "FILE")]
    pub(crate) conditions: Option<PathBuf>,
    /// Folder for the table and figure of the prediction; left out: the fit's.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) chains: ChainArgs,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Leave out each condition or observable in turn, fit the rest, and predict what was left out.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model leave-out problem.yaml --by condition --starts 20")]
pub(crate) struct LeaveOutArgs {
    /// The problem.
    pub(crate) problem: PathBuf,
    /// What is left out together.
    #[arg(long, value_enum, default_value_t = LeaveOutBy::Condition)]
    pub(crate) by: LeaveOutBy,
    /// The condition in which nothing was changed, for the baseline "no change"; left out: the
    /// measurements at the first time of the condition itself.
    #[arg(long, value_name = "ID")]
    pub(crate) no_change: Option<String>,
    /// Starts of each fit.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) starts: u32,
    #[command(flatten)]
    pub(crate) chains: ChainArgs,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What is left out together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LeaveOutBy {
    /// All measurements in one condition.
    Condition,
    /// All measurements of one observable.
    Observable,
}
