use super::Common;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Compute the objective of a PEtab problem, which is minus log-likelihood minus log prior.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca model objective problem.yaml --gradient forward --parameters fitted.tsv --out results"
)]
pub(crate) struct ObjectiveArgs {
    /// The problem's YAML file, PEtab 1.0 or 2.0.
    pub(crate) problem: PathBuf,
    /// Values in place of nominal ones: a table with the columns parameterId and value, on the
    /// scales of the parameters.
    #[arg(long, value_name = "FILE")]
    pub(crate) parameters: Option<PathBuf>,
    /// How to compute the gradient by the parameters on their scales.
    #[arg(long, value_enum, default_value_t = Gradient::None)]
    pub(crate) gradient: Gradient,
    /// Error allowed per step in states near zero.
    #[arg(long, value_name = "A", default_value_t = 1e-11)]
    pub(crate) atol: f64,
    /// Error allowed per step, relative to a state.
    #[arg(long, value_name = "R", default_value_t = 1e-7)]
    pub(crate) rtol: f64,
    /// How often to compute it, for the median of the processor time.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) repeat: u32,
    /// Write the problem with these values as nominal ones, the simulations as a PEtab table, and the
    /// model with these values (fitted.xml) into this folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// How a gradient is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Gradient {
    /// Not at all.
    None,
    /// By forward sensitivities.
    Forward,
    /// By the adjoint, for many parameters.
    Adjoint,
}

/// Check a PEtab problem: what is wrong, and what is probably not meant.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model lint problem.yaml")]
pub(crate) struct LintArgs {
    /// The problem's YAML file, PEtab 1.0 or 2.0.
    pub(crate) problem: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}
