use crate::args::Common;
use clap::{Args, ValueEnum};
use lca_cells::LineageMethod;
use std::path::PathBuf;

/// Find who descends from whom from barcodes that are cut as cells divide (Cas9 lineage tracing).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca cells lineage alleletable.txt --out tree.nwk --plot tree.svg\n  lca cells lineage alleletable.txt --priors allele_priors.tsv --method greedy --support 100 --out tree.nwk\n  lca cells lineage alleletable.txt --states cells.csv --label leiden --compare published.nwk"
)]
pub(crate) struct LineageArgs {
    /// The table of alleles, as Cassiopeia writes it: cellBC, intBC, r1, r2, ….
    pub(crate) alleles: PathBuf,
    /// How the tree is found.
    #[arg(long, value_enum, default_value_t = LineageMethodName::Parsimony)]
    pub(crate) method: LineageMethodName,
    /// How likely each allele is to arise: a table with the columns indel and freq (greedy and neighbor-joining).
    #[arg(long, value_name = "FILE")]
    pub(crate) priors: Option<PathBuf>,
    /// Leave out sites in which one state is in more than this share of cells.
    #[arg(long, value_name = "SHARE", default_value_t = 1.0)]
    pub(crate) max_share: f64,
    /// Leave out sites that were read in less than this share of cells.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub(crate) min_read: f64,
    /// Draw the sites again N times and say how often each family is found again.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) support: usize,
    /// Hold the tree against another one of the same cells: Newick.
    #[arg(long, value_name = "TREE.nwk")]
    pub(crate) compare: Option<PathBuf>,
    /// A table of cells, named in its first column, with their states: count the changes along the tree.
    #[arg(long, value_name = "FILE", requires = "label")]
    pub(crate) states: Option<PathBuf>,
    /// The column of that table that holds the states.
    #[arg(long, value_name = "COLUMN", requires = "states")]
    pub(crate) label: Option<String>,
    /// Exchanges of states at random, to tell changes from chance.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) permutations: usize,
    /// Seed of all that is drawn.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// File for the tree, in Newick format.
    #[arg(long, value_name = "TREE.nwk")]
    pub(crate) out: Option<PathBuf>,
    /// File for a figure of the tree, its cells in the colours of their states.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// How a tree is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LineageMethodName {
    /// Splits by the edit that most cells share, again and again.
    Greedy,
    /// Joins the most alike.
    NeighborJoining,
    /// Searches for the tree with fewest edits.
    Parsimony,
}

impl From<LineageMethodName> for LineageMethod {
    fn from(name: LineageMethodName) -> Self {
        match name {
            LineageMethodName::Greedy => Self::Greedy,
            LineageMethodName::NeighborJoining => Self::NeighborJoining,
            LineageMethodName::Parsimony => Self::Parsimony,
        }
    }
}
