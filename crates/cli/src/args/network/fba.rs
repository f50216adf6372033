use crate::args::Common;
use clap::Args;
use std::path::PathBuf;

/// Find the fluxes of a metabolic model at steady state that are best for its objective, how far each may go, and
/// what is left without a gene or reaction.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca network fba e_coli_core.xml --bounds R_EX_o2_e=0:0\n  lca network fba iJO1366.xml.gz --fva --fraction 0.9 --out ranges.csv\n  lca network fba iJO1366.xml.gz --knockouts genes\n  lca network fba e_coli_core.xml --expression tpm.csv --method eflux"
)]
pub(crate) struct FbaArgs {
    /// The SBML file, plain or packed with gzip, with the package fbc or its older forms.
    pub(crate) file: PathBuf,
    /// Replace the least and the greatest flux of a reaction; may be given again.
    #[arg(long = "bounds", value_name = "ID=LEAST:GREATEST", value_parser = bounds, allow_hyphen_values = true)]
    pub(crate) bounds: Vec<(String, f64, f64)>,
    /// Another objective of the model, or a reaction whose flux is to be greatest.
    #[arg(long, value_name = "ID")]
    pub(crate) objective: Option<String>,
    /// The least and the greatest flux of each reaction (flux variability).
    #[arg(long, group = "question")]
    pub(crate) fva: bool,
    /// The best fluxes with the least sum of sizes (parsimonious).
    #[arg(long, group = "question")]
    pub(crate) pfba: bool,
    /// What is left of the objective without each gene or reaction.
    #[arg(long, value_enum, value_name = "WHAT", group = "question")]
    pub(crate) knockouts: Option<KnockoutOf>,
    /// Without each two of them as well.
    #[arg(long, requires = "knockouts")]
    pub(crate) double: bool,
    /// The share of the best value that --fva, --pfba and gimme keep.
    #[arg(long, value_name = "F", default_value_t = 1.0, conflicts_with = "knockouts")]
    pub(crate) fraction: f64,
    /// A table of genes and how much is expressed of each, not as logarithms: names first, then one column of numbers.
    #[arg(long, value_name = "TABLE", requires = "method")]
    pub(crate) expression: Option<PathBuf>,
    /// How expression acts on fluxes.
    #[arg(long, value_enum, requires = "expression")]
    pub(crate) method: Option<ExpressionMethod>,
    /// Of gimme: the expression below which a gene is avoided; left out: the median of the reactions.
    #[arg(long, value_name = "LEVEL", requires = "expression")]
    pub(crate) threshold: Option<f64>,
    /// File for the whole table: CSV, or TSV by its name.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// File for a figure.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum KnockoutOf {
    /// Genes.
    Genes,
    /// Reactions.
    Reactions,
}

/// How expression acts on fluxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ExpressionMethod {
    /// It bounds them (E-Flux).
    Eflux,
    /// Reactions with little expression are used as little as can be (GIMME).
    Gimme,
}

/// `ID=LEAST:GREATEST`.
fn bounds(text: &str) -> Result<(String, f64, f64), String> {
    let parts = text.split_once('=').and_then(|(id, range)| Some((id, range.split_once(':')?)));
    let (id, (least, greatest)) = parts.ok_or("write it as ID=LEAST:GREATEST")?;
    let number = |text: &str| text.trim().parse().map_err(|_| format!("`{text}` is not a number"));
    Ok((id.trim().to_owned(), number(least)?, number(greatest)?))
}
