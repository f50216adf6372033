use super::ProblemArgs;
use crate::args::Common;
use clap::Args;
use lca_model::Criterion;
use std::path::PathBuf;

/// Rank candidate experiments by what they would tell, and choose some that go well together.
#[derive(Debug, Args)]
#[command(
    after_help = "Candidates are a PEtab measurement table without the measurement; rows of one datasetId are one experiment.\n\nExample:\n  lca model design problem.yaml --fit fitted --candidates candidates.tsv --choose 3"
)]
pub(crate) struct DesignArgs {
    #[command(flatten)]
    pub(crate) problem: ProblemArgs,
    /// Measurements that could be made.
    #[arg(long, value_name = "FILE.tsv")]
    pub(crate) candidates: PathBuf,
    /// Parameter vectors that the data allow, a column for each parameter, on PEtab scale; left out: the
    /// Fisher information at the point.
    #[arg(long, value_name = "FILE.tsv")]
    pub(crate) ensemble: Option<PathBuf>,
    /// Measurements that one wants to predict, as a table like the candidates; left out: those measured.
    #[arg(long, value_name = "FILE.tsv")]
    pub(crate) predictions: Option<PathBuf>,
    /// What makes a design good.
    #[arg(long, value_enum, default_value_t = CriterionArg::D)]
    pub(crate) criterion: CriterionArg,
    /// How many to choose together.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) choose: usize,
    /// File for a figure.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// A criterion by its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum CriterionArg {
    /// Volume of the parameters' confidence region.
    D,
    /// Mean variance of the parameters.
    A,
    /// Mean variance of predictions.
    Prediction,
}

impl CriterionArg {
    pub(crate) const fn criterion(self) -> Criterion {
        match self {
            Self::D => Criterion::Determinant,
            Self::A => Criterion::Variance,
            Self::Prediction => Criterion::Prediction,
        }
    }
}

/// Say which sampling interval, noise and number of replicates determine a parameter or prediction.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model plan problem.yaml --fit fitted --parameter k_on --within 20%")]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub(crate) problem: ProblemArgs,
    /// The parameter to determine.
    #[arg(long, value_name = "ID", required_unless_present = "predict", conflicts_with = "predict")]
    pub(crate) parameter: Option<String>,
    /// Or the prediction, as OBSERVABLE@CONDITION:TIME.
    #[arg(long, value_name = "PREDICTION")]
    pub(crate) predict: Option<String>,
    /// The relative error allowed.
    #[arg(long, value_name = "PERCENT", default_value = "20%", value_parser = percent)]
    pub(crate) within: f64,
    /// The confidence with which it is kept.
    #[arg(long, value_name = "SHARE", default_value_t = 0.9)]
    pub(crate) confidence: f64,
    /// Sampling intervals to try, in the model's unit of time.
    #[arg(long, value_name = "TIMES", value_delimiter = ',')]
    pub(crate) intervals: Vec<f64>,
    /// Noise to try, as a share of the model's.
    #[arg(long, value_name = "SHARES", value_delimiter = ',', default_values_t = [1.0, 0.5, 0.25])]
    pub(crate) noises: Vec<f64>,
    /// Replicates allowed.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) most: u32,
    /// Count the problem's own measurements too.
    #[arg(long)]
    pub(crate) with_data: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// `20%` or `0.2`; whether 2 means 2 % or twice is not guessed.
fn percent(text: &str) -> Result<f64, String> {
    let (digits, scale) = text.strip_suffix('%').map_or((text, 1.0), |digits| (digits, 0.01));
    let value: f64 = digits.trim().parse().map_err(|_| format!("`{text}` is not a share such as 20%"))?;
    match value {
        _ if !value.is_finite() || value <= 0.0 => Err("must be above 0".to_owned()),
        _ if scale == 1.0 && value >= 1.0 => {
            Err(format!("write `{text}%`, or `{}%` for {text} times", 100.0 * value))
        }
        _ => Ok(value * scale),
    }
}
