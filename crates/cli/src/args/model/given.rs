use clap::Args;
use std::path::PathBuf;

/// A model and the values of its parameters.
#[derive(Debug, Args)]
pub(crate) struct ProblemArgs {
    /// The PEtab problem's YAML file, or an SBML file where that is enough.
    pub(crate) file: PathBuf,
    /// Table of parameter values on PEtab scale, columns parameterId and value; left out: nominal values.
    #[arg(long, value_name = "FILE.tsv", conflicts_with = "fit")]
    pub(crate) parameters: Option<PathBuf>,
    /// Folder of a fit, whose parameters.tsv is taken.
    #[arg(long, value_name = "DIR")]
    pub(crate) fit: Option<PathBuf>,
}
