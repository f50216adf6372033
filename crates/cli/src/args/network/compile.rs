use super::super::Common;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Make a model of a network, or of a list of reactions in words, ready to be fitted.
///
/// A list has a sentence per line, `MEK phosphorylates ERK --> pERK | kcat = 2 | ERK = 300`; a network
/// (SIF and the other formats of `lca network show`) is turned into such a list first, which is written
/// beside the model. What is estimated, within which bounds, and what is observed comes with it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lca network model erbb.txt --out erbb --measurements blots.tsv
  lca network model erbb.txt --out cells --expression rna.tsv --reference MCF-7
  lca network model network.sif --out skeleton --activation hill --logic sum")]
pub(crate) struct NetworkModelArgs {
    /// The list of reactions (`.txt`), or a network (any other ending).
    pub(crate) file: PathBuf,
    /// Folder for the SBML model and the PEtab problem.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// What the file is; left out: told by its ending.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) input: Option<ModelInput>,
    /// A PEtab measurement table; left out: what `@measurements` names, or none.
    #[arg(long, value_name = "FILE")]
    pub(crate) measurements: Option<PathBuf>,
    /// A table of expression, a row for each molecule and a column for each sample: a condition for each sample.
    #[arg(long, value_name = "FILE", requires = "reference")]
    pub(crate) expression: Option<PathBuf>,
    /// The sample that has the amounts and parameters of the list.
    #[arg(long, value_name = "SAMPLE", requires = "expression")]
    pub(crate) reference: Option<String>,
    /// Also write an SBML model for each sample.
    #[arg(long, requires = "expression")]
    pub(crate) instances: bool,
    /// How proteins of a network are activated.
    #[arg(long, value_enum, default_value_t = ActivationName::Cycle)]
    pub(crate) activation: ActivationName,
    /// How several activators of a network combine in a Hill function: all needed, or one enough.
    #[arg(long, value_enum, default_value_t = LogicName::Product)]
    pub(crate) logic: LogicName,
    /// The version of PEtab to write.
    #[arg(long, value_name = "VERSION", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    pub(crate) petab: u8,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModelInput {
    /// A list of reactions in words.
    Reactions,
    /// Signed interactions.
    Network,
}

/// How proteins are activated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ActivationName {
    /// By phosphorylation of one form into another.
    Cycle,
    /// By a Hill function of their activators.
    Hill,
}

/// How several activators combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogicName {
    /// All are needed.
    Product,
    /// One is enough.
    Sum,
}
