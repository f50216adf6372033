use crate::args::Common;
use clap::Args;
use lca_graph::Layer;
use std::path::PathBuf;

/// Read networks of any format, and keep them as one: in an atlas or in a file of another format.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca network import dorothea.csv --atlas atlas.zarr --name dorothea")]
pub(crate) struct NetworkImportArgs {
    /// SIF, GraphML, GEXF, CX2, SBML with package qual, Boolean rules, or tables of edges; the content
    /// tells which.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The atlas that takes the network; it is made where there is none.
    #[arg(long, requires = "name")]
    pub(crate) atlas: Option<PathBuf>,
    /// What the network is called in the atlas.
    #[arg(long, requires = "atlas")]
    pub(crate) name: Option<String>,
    /// A file for the network: .sif, .graphml, .gexf, .cx2, .sbml, .csv or .tsv.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Join networks, gather the evidence, and say where they contradict each other.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca network merge signor.tsv reactome.sif --out both.graphml")]
pub(crate) struct NetworkMergeArgs {
    /// The networks' files.
    #[arg(required = true, num_args = 2..)]
    pub(crate) files: Vec<PathBuf>,
    /// A file for the network: .sif, .graphml, .gexf, .cx2, .sbml, .csv or .tsv.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Say what a network holds, or a part of it, and how molecules act on each other.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca network show network.sif --from EGFR --to MYC --longest 4")]
pub(crate) struct NetworkShowArgs {
    /// The network's file, or an atlas.
    pub(crate) file: PathBuf,
    /// Of an atlas: which network.
    #[arg(long)]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) part: PartArgs,
    /// Search ways from this molecule, told by identifier or name; with --to.
    #[arg(long, value_name = "MOLECULE", requires = "to")]
    pub(crate) from: Option<String>,
    /// Search ways to this molecule; from a molecule to itself they are loops.
    #[arg(long, value_name = "MOLECULE", requires = "from")]
    pub(crate) to: Option<String>,
    /// Search all ways of at most so many steps; left out: the shortest ones, and of loops those up to 6.
    #[arg(long, value_name = "STEPS", requires = "from")]
    pub(crate) longest: Option<usize>,
    /// How many ways to tell.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) paths: u32,
    /// A file for what is shown: .sif, .graphml, .gexf, .cx2, .sbml, .csv or .tsv.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// File for a figure of the molecules with the most interactions.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Which part of a network.
#[derive(Debug, Args)]
pub(crate) struct PartArgs {
    /// Only molecules of these layers: gene, transcript, protein, complex, phospho-site, metabolite,
    /// reaction, cell-type, unstated.
    #[arg(long, value_name = "LAYER", value_delimiter = ',')]
    pub(crate) layers: Vec<Layer>,
    /// Make one interaction of each way through other layers.
    #[arg(long, requires = "layers")]
    pub(crate) project: bool,
    /// Only interactions of these signs.
    #[arg(long, value_name = "SIGN", value_delimiter = ',', value_enum)]
    pub(crate) signs: Vec<SignName>,
    /// Only evidence of this source or data set; may be given again.
    #[arg(long = "source", value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Only evidence with at least this score.
    #[arg(long, value_name = "SCORE", allow_hyphen_values = true)]
    pub(crate) score: Option<f64>,
    /// Only these molecules, told by identifier or name.
    #[arg(long, value_name = "MOLECULE", value_delimiter = ',')]
    pub(crate) molecules: Vec<String>,
    /// And those within so many interactions of them.
    #[arg(long, value_name = "STEPS", default_value_t = 0, requires = "molecules")]
    pub(crate) reach: usize,
    /// Only molecules with at least so many interactions.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) degree: usize,
}

/// A sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SignName {
    /// More makes more.
    Positive,
    /// More makes less.
    Negative,
    /// Either.
    Dual,
    /// Not known.
    Unknown,
}
