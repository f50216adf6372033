use super::Common;
use super::estimate::{FitArgs, LeaveOutArgs, PredictArgs, ProfileArgs, SampleArgs};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Models of reaction networks: SBML files and PEtab problems.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    Show(ModelShowArgs),
    Simulate(SimulateArgs),
    Fit(FitArgs),
    Profile(ProfileArgs),
    Sample(SampleArgs),
    Predict(PredictArgs),
    LeaveOut(LeaveOutArgs),
}

impl ModelCommand {
    /// What every command takes.
    pub(crate) const fn common(&self) -> &Common {
        match self {
            Self::Show(args) => &args.common,
            Self::Simulate(args) => &args.common,
            Self::Fit(args) => &args.common,
            Self::Profile(args) => &args.common,
            Self::Sample(args) => &args.common,
            Self::Predict(args) => &args.common,
            Self::LeaveOut(args) => &args.common,
        }
    }
}

/// Say what a model holds.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model show model.xml")]
pub(crate) struct ModelShowArgs {
    /// The SBML file.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Simulate a model and print a table of its species over time.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model simulate model.xml --end 100 --points 11 --set k1=0.5")]
pub(crate) struct SimulateArgs {
    /// The SBML file.
    pub(crate) file: PathBuf,
    /// When to end, in the model's unit of time; it begins at 0.
    #[arg(long, value_name = "TIME")]
    pub(crate) end: f64,
    /// How many times to print, evenly spaced, the first and the last with them.
    #[arg(long, value_name = "N", default_value_t = 101, value_parser = clap::value_parser!(u32).range(2..))]
    pub(crate) points: u32,
    /// Replace a parameter, an initial value or a size; may be given again.
    #[arg(long = "set", value_name = "ID=VALUE", value_parser = assignment)]
    pub(crate) sets: Vec<(String, f64)>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// `ID=VALUE`.
fn assignment(text: &str) -> Result<(String, f64), String> {
    let (id, value) = text.split_once('=').ok_or("write it as ID=VALUE")?;
    let value = value.trim().parse().map_err(|_| format!("`{value}` is not a number"))?;
    Ok((id.trim().to_owned(), value))
}
