use super::MatrixArgs;
use crate::args::Common;
use clap::Args;
use std::path::PathBuf;

/// Say which types of cells talk to which, by which ligands and receptors.
///
/// Expression must be normalised and log-transformed, not scaled; whole numbers are taken as counts, scaled to
/// 10,000 in each cell and log-transformed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca network communicate pbmc.h5ad --labels cell_type --resource cellphonedb.zip --out pairs.csv --plot pairs.svg\n  lca network communicate counts.txt --genes-in rows --meta meta.txt --resource cellphonedb.zip"
)]
pub(crate) struct CommunicateArgs {
    /// An atlas, an AnnData in Zarr, an h5ad file or other counts.
    pub(crate) data: PathBuf,
    /// The column of obs that says the type of each cell; of --meta, left out: `cell_type`.
    #[arg(long, value_name = "KEY", required_unless_present = "meta")]
    pub(crate) labels: Option<String>,
    /// A table of cells, named in its first column, whose further columns join obs: CellPhoneDB's meta.txt.
    #[arg(long, value_name = "FILE")]
    pub(crate) meta: Option<PathBuf>,
    /// Ligands and receptors: CellPhoneDB's folder or cellphonedb.zip, or a table as LIANA and OmniPath give it.
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) resource: PathBuf,
    /// Which resource of a table that holds several; left out: the only one, or `consensus`.
    #[arg(long, value_name = "NAME")]
    pub(crate) resource_name: Option<String>,
    #[command(flatten)]
    pub(crate) matrix: MatrixArgs,
    /// CellPhoneDB's test, or LIANA's scores and their aggregate.
    #[arg(long, value_enum, default_value_t = CommunicateMethod::Cellphonedb)]
    pub(crate) method: CommunicateMethod,
    /// Permutations of the cells' types behind p-values; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) permutations: usize,
    /// Seed of the permutations.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Share of a type's cells that must express a gene.
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    pub(crate) threshold: f64,
    /// Only types whose cells lie near each other: the matrix of obsm with their positions.
    #[arg(long, value_name = "KEY", requires = "radius", conflicts_with = "microenvironments")]
    pub(crate) spatial: Option<String>,
    /// How far apart cells may lie, in the unit of their positions.
    #[arg(long, value_name = "R", requires = "spatial")]
    pub(crate) radius: Option<f64>,
    /// Only types that share surroundings: a table with the columns cell_type and microenvironment.
    #[arg(long, value_name = "FILE")]
    pub(crate) microenvironments: Option<PathBuf>,
    /// Compare two conditions: the column of obs that says which.
    #[arg(long, value_name = "KEY", requires = "between")]
    pub(crate) condition: Option<String>,
    /// The two conditions, the base first.
    #[arg(long, value_name = "A,B", value_delimiter = ',', requires = "condition", conflicts_with_all = ["method", "prior", "plot"])]
    pub(crate) between: Option<Vec<String>>,
    /// The column of obs that says the sample, to exchange whole samples between conditions.
    #[arg(long, value_name = "KEY", requires = "condition")]
    pub(crate) samples: Option<String>,
    /// A network of receptors, transcription factors and their targets, to see which signals arrive.
    #[arg(long, value_name = "NETWORK")]
    pub(crate) prior: Option<PathBuf>,
    /// File for the table of results.
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) out: Option<PathBuf>,
    /// File for a figure of the strongest pairs.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// How communication is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum CommunicateMethod {
    /// CellPhoneDB's permutation test, with its tables' columns.
    Cellphonedb,
    /// LIANA's scores and rank aggregate, with its columns.
    Liana,
}
