use super::MatrixArgs;
use crate::args::Common;
use clap::Args;
use lca_formats::Orientation;
use lca_network::infer::{Method, Scale};
use std::path::PathBuf;

/// Infer who regulates whom from a table of expression, and score it against a known network.
///
/// Correlation is always computed beside the method, as the least it should beat.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca network infer ExpressionData.csv --genes-in rows --gold GroundTruthNetwork.csv\n  lca network infer expression.csv --method genie3 --tfs factors.txt --out edges.tsv\n  lca network infer ExpressionData.csv --genes-in rows --method ode --pseudotime PseudoTime.csv"
)]
pub(crate) struct InferArgs {
    /// Table of expression, CSV or TSV, none missing; or an AnnData or an atlas.
    pub(crate) table: PathBuf,
    /// How to infer: consensus, genie3, grnboost2, pcor, mi, aracne, clr, dyngenie3, ode, knockouts or correlation.
    #[arg(long, default_value = "consensus")]
    pub(crate) method: Method,
    #[command(flatten)]
    pub(crate) genes: GenesArgs,
    /// File with one name per line (or in the first of its columns): only these may regulate.
    #[arg(long, value_name = "FILE")]
    pub(crate) tfs: Option<PathBuf>,
    /// A known network: regulator, target and maybe a sign or 1/0 per line; self-loops and repeats are left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) gold: Option<PathBuf>,
    /// Table of cells × branches with the pseudotime of each cell, NA where it is not on a branch.
    #[arg(long, value_name = "FILE", conflicts_with = "times")]
    pub(crate) pseudotime: Option<PathBuf>,
    /// Column of the table (genes in columns), or of obs, that holds each sample's time; time that goes back begins a
    /// new series.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) times: Option<String>,
    /// Scale of expressions; left out: ranks, but values along time and for knock-outs.
    #[arg(long, value_enum)]
    pub(crate) scale: Option<ScaleName>,
    /// Trees for each gene (genie3, dyngenie3, consensus).
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) trees: u32,
    /// Extremely randomised trees instead of random forests.
    #[arg(long)]
    pub(crate) extra_trees: bool,
    /// Name of the samples in which nothing is knocked out (knockouts).
    #[arg(long, value_name = "NAME", default_value = "WT")]
    pub(crate) wild_type: String,
    /// How many edges to show, and how many count as best for --stability.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) top: usize,
    /// Infer again from N random halves of the samples and say how often each edge is among the best.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) stability: usize,
    /// Seed of all that is drawn.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// File for all edges, best first.
    #[arg(long, value_name = "EDGES.tsv")]
    pub(crate) out: Option<PathBuf>,
    /// File for a figure of precision against recall; needs --gold.
    #[arg(long, value_name = "PR.svg", requires = "gold")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Where expression stands, and what its genes are called.
#[derive(Debug, Args)]
pub(crate) struct GenesArgs {
    #[command(flatten)]
    pub(crate) matrix: MatrixArgs,
    /// Name genes by their place, PREFIX1, PREFIX2, …, in place of their own names.
    #[arg(long, value_name = "PREFIX")]
    pub(crate) gene_prefix: Option<String>,
}

/// An axis of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Axis {
    /// One gene per row, named in the first column; samples in columns.
    Rows,
    /// One gene per column, named in the header; samples in rows.
    Columns,
}

impl Axis {
    /// Which way a table of text runs, as a step `import-counts` names it.
    pub(crate) const fn direction(self) -> &'static str {
        match self {
            Self::Rows => "genes-by-cells",
            Self::Columns => "cells-by-genes",
        }
    }
}

impl From<Axis> for Orientation {
    fn from(axis: Axis) -> Self {
        match axis {
            Axis::Rows => Self::GenesByCells,
            Axis::Columns => Self::CellsByGenes,
        }
    }
}

/// A scale of expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ScaleName {
    /// As they are.
    Values,
    /// Each gene's ranks over the samples.
    Ranks,
    /// These ranks as normal scores.
    Normal,
}

impl From<ScaleName> for Scale {
    fn from(name: ScaleName) -> Self {
        match name {
            ScaleName::Values => Self::Values,
            ScaleName::Ranks => Self::Ranks,
            ScaleName::Normal => Self::Normal,
        }
    }
}
