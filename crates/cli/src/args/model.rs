mod design;
mod given;
mod identify;
mod perturb;
mod sensitivity;

pub(crate) use design::{DesignArgs, PlanArgs};
pub(crate) use given::ProblemArgs;
pub(crate) use identify::IdentifyArgs;
pub(crate) use perturb::{CombineArgs, DoseResponseArgs, PerturbArgs, Spec};
pub(crate) use sensitivity::{Method, SensitivityArgs};

use super::Common;
use super::estimate::{FitArgs, LeaveOutArgs, PredictArgs, ProfileArgs, SampleArgs};
use super::petab::{LintArgs, ObjectiveArgs};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Models of reaction networks: SBML files and PEtab problems.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    Show(ModelShowArgs),
    Simulate(SimulateArgs),
    Objective(ObjectiveArgs),
    Lint(LintArgs),
    Perturb(PerturbArgs),
    DoseResponse(DoseResponseArgs),
    Combine(CombineArgs),
    Identify(IdentifyArgs),
    Sensitivity(SensitivityArgs),
    Design(DesignArgs),
    Plan(PlanArgs),
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
            Self::Objective(args) => &args.common,
            Self::Lint(args) => &args.common,
            Self::Perturb(args) => &args.common,
            Self::DoseResponse(args) => &args.common,
            Self::Combine(args) => &args.common,
            Self::Identify(args) => &args.common,
            Self::Sensitivity(args) => &args.common,
            Self::Design(args) => &args.common,
            Self::Plan(args) => &args.common,
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
#[command(
    after_help = "Examples:\n  lca model simulate model.xml --end 100 --points 11 --set k1=0.5\n  lca model simulate model.xml --end 100 --ssa --runs 10000 --seed 7"
)]
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
    /// Simulate molecule by molecule, many times, and print means and standard deviations.
    #[arg(long)]
    pub(crate) ssa: bool,
    /// How many stochastic simulations; one is printed as it is.
    #[arg(long, value_name = "N", default_value_t = 1000, requires = "ssa", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) runs: u64,
    /// Seed of the random numbers.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "ssa")]
    pub(crate) seed: u64,
    /// Every reaction by itself, or many at once where there are many molecules (tau-leaping).
    #[arg(long, value_enum, default_value_t = SsaMethod::Exact, requires = "ssa")]
    pub(crate) method: SsaMethod,
    /// How draws of distributions in the model are spread over the simulations.
    #[arg(long, value_enum, default_value_t = DrawSampling::Independent, requires = "ssa")]
    pub(crate) sampling: DrawSampling,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// How random draws are spread over simulations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum DrawSampling {
    /// Evenly over their distribution (Latin hypercube).
    Stratified,
    /// Each by itself.
    Independent,
}

impl From<DrawSampling> for lca_model::Sampling {
    fn from(sampling: DrawSampling) -> Self {
        match sampling {
            DrawSampling::Stratified => Self::Stratified,
            DrawSampling::Independent => Self::Independent,
        }
    }
}

/// How reactions are simulated one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SsaMethod {
    /// Exactly.
    Exact,
    /// By tau-leaping.
    Tau,
}

/// `ID=VALUE`.
fn assignment(text: &str) -> Result<(String, f64), String> {
    let (id, value) = text.split_once('=').ok_or("write it as ID=VALUE")?;
    let value = value.trim().parse().map_err(|_| format!("`{value}` is not a number"))?;
    Ok((id.trim().to_owned(), value))
}
