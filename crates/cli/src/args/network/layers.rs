use crate::args::Common;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Join transcripts, proteins, sites and metabolites measured over time to one network.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lca network layers studies/yeast-mct1/layers.toml --permutations 100 --plot layers.svg
  lca network layers --transcripts rna.tsv --proteins proteinGroups.txt --metabolites met.csv \\
      --samples samples.csv --control WT --case KO --resource enzymes.tsv --out edges.tsv
A sheet of samples has the columns sample, condition and time (`12 h`, or `time_min`). A resource is a
table with the columns source, target and, where known, source_layer, target_layer, sign and kind, a SIF
file, a table of transomics2cytoscape, or a metabolic model (SBML with gene associations).")]
pub(crate) struct LayersArgs {
    /// A TOML file that names tables, samples and resources; else give them by the options below.
    pub(crate) config: Option<PathBuf>,
    /// Transcripts: counts of reads, one gene in a row.
    #[arg(long, value_name = "TABLE", conflicts_with = "config")]
    pub(crate) transcripts: Option<PathBuf>,
    /// Proteins: proteinGroups.txt, mzTab, CSV or TSV.
    #[arg(long, value_name = "TABLE", conflicts_with = "config")]
    pub(crate) proteins: Option<PathBuf>,
    /// Phosphorylated sites, named by their protein (`AKT1_S473`).
    #[arg(long, value_name = "TABLE", conflicts_with = "config")]
    pub(crate) sites: Option<PathBuf>,
    /// Metabolites: mzTab, CSV or TSV.
    #[arg(long, value_name = "TABLE", conflicts_with = "config")]
    pub(crate) metabolites: Option<PathBuf>,
    /// What the values of all tables are, where they are not counts of transcripts and intensities of all else.
    #[arg(long, value_enum, conflicts_with = "config")]
    pub(crate) scale: Option<LayerScale>,
    /// The sheet of samples of all tables.
    #[arg(long, value_name = "SHEET", conflicts_with = "config")]
    pub(crate) samples: Option<PathBuf>,
    /// The condition that is asked about.
    #[arg(long, conflicts_with = "config")]
    pub(crate) case: Option<String>,
    /// The condition it is compared with; left out: the case's first time.
    #[arg(long, conflicts_with = "config")]
    pub(crate) control: Option<String>,
    /// Who acts on whom; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) resource: Vec<PathBuf>,
    /// Names that mean one molecule: a row for each, any number of columns.
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Vec<PathBuf>,
    /// How a change is told from noise.
    #[arg(long, value_enum, default_value_t = TestName::Moderated)]
    pub(crate) test: TestName,
    /// The false discovery rate up to which a molecule counts as changed.
    #[arg(long, default_value_t = 0.05)]
    pub(crate) rate: f64,
    /// How often labels are exchanged to see what chance gives.
    #[arg(long, default_value_t = 0)]
    pub(crate) permutations: usize,
    /// The seed of the permutations.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Write the interactions as a table: CSV, or TSV by the name.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Write what every molecule did as a table.
    #[arg(long, value_name = "FILE")]
    pub(crate) responses: Option<PathBuf>,
    /// Draw the layers as SVG.
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LayerScale {
    /// Counts of reads.
    Counts,
    /// Intensities, scaled by each sample's median ratio to the mean sample.
    Intensity,
    /// Values that need no scaling: concentrations, TPM, ratios.
    Amount,
    /// Logarithms to base 2.
    Log2,
}

impl From<LayerScale> for lca_network::layers::Scale {
    fn from(name: LayerScale) -> Self {
        match name {
            LayerScale::Counts => Self::Counts,
            LayerScale::Intensity => Self::Intensity,
            LayerScale::Amount => Self::Amount,
            LayerScale::Log2 => Self::Log2,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestName {
    /// Student's t with a variance that borrows from all molecules.
    Moderated,
    /// Welch's t of each molecule on its own.
    Welch,
}
