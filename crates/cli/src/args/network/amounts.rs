use crate::args::Common;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Turn measured abundances into amounts, and start a model from them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lca network amounts proteinGroups.txt --dna-pg 6.5 --out copies.tsv
  lca network amounts proteins.csv --standards ups2.csv --model model.xml --out model2.xml
Without standards and units, histones tell molecules per cell from their DNA (the proteomic ruler); the
table then needs masses. Standards are a table with the columns id, amount and unit.")]
pub(crate) struct AmountsArgs {
    /// The table: proteinGroups.txt, mzTab, CSV or TSV.
    pub(crate) table: PathBuf,
    /// Which samples count, by name; left out: all.
    #[arg(long, value_delimiter = ',')]
    pub(crate) samples: Vec<String>,
    /// Which quantity of the table.
    #[arg(long, value_enum, default_value_t = QuantityName::Intensity)]
    pub(crate) quantity: QuantityName,
    /// The unit of the values, where they are amounts already: molecules/cell, nM.
    #[arg(long, conflicts_with_all = ["standards", "dna_pg", "protein_pg"])]
    pub(crate) unit: Option<String>,
    /// Molecules of known amount: a table with the columns id, amount, unit.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["dna_pg", "protein_pg"])]
    pub(crate) standards: Option<PathBuf>,
    /// Take signal and amount as a straight line themselves, not by their logarithms.
    #[arg(long, requires = "standards")]
    pub(crate) linear: bool,
    /// The DNA of a cell in picograms: 6.5 for a human cell.
    #[arg(long)]
    pub(crate) dna_pg: Option<f64>,
    /// All protein of a cell in picograms, in place of histones.
    #[arg(long, conflicts_with = "dna_pg")]
    pub(crate) protein_pg: Option<f64>,
    /// The names of the histones, where their genes do not tell.
    #[arg(long, value_delimiter = ',', requires = "dna_pg")]
    pub(crate) histones: Vec<String>,
    /// The model whose species begin with the amounts: SBML.
    #[arg(long, value_name = "MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// Which species is which molecule: a table with the columns species and molecule.
    #[arg(long, value_name = "FILE", requires = "model")]
    pub(crate) called: Option<PathBuf>,
    /// The volume of one cell in litres, where the compartment is not one cell: 2e-12.
    #[arg(long, value_name = "LITRES", requires = "model")]
    pub(crate) cell_volume: Option<f64>,
    /// The unit of substance where the model states none: mole or item.
    #[arg(long, value_name = "UNIT", requires = "model")]
    pub(crate) substance_unit: Option<String>,
    /// The unit of volume where the model states none: litre.
    #[arg(long, value_name = "UNIT", requires = "model")]
    pub(crate) volume_unit: Option<String>,
    /// Write the model (with --model), else the amounts as a table.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QuantityName {
    /// The sum of all peptides' signal.
    Intensity,
    /// Normalised between samples.
    Lfq,
    /// The signal per peptide that could be seen.
    Ibaq,
    /// mzTab's small molecules.
    SmallMolecules,
}
