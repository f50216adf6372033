mod counts;
mod factors;
mod lineage;
mod markers;
mod naming;
mod time;
mod verb;

pub(crate) use counts::{AmbientArgs, CalibrateArgs, DoubletsArgs, DropletsArgs, ValidateArgs};
pub(crate) use factors::FactorsArgs;
pub(crate) use lineage::LineageArgs;
pub(crate) use markers::MarkerTable;
pub(crate) use naming::{AnnotateArgs, DeArgs, MatchArgs, ScoreArgs};
pub(crate) use time::{PagaArgs, PseudotimeArgs, TrendsArgs, VelocityArgs};
pub(crate) use verb::{
    HvgArgs, IntegrateArgs, LeidenArgs, MarkersArgs, NeighborsArgs, NormalizeArgs, PcaArgs, QcArgs, Settings,
    UmapArgs, Verb, VerbArgs,
};

use super::{Axis, Common};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Single cells: from counts to named states.
#[derive(Debug, Subcommand)]
pub(crate) enum CellsCommand {
    Run(CellsRunArgs),
    Droplets(DropletsArgs),
    Qc(QcArgs),
    Doublets(DoubletsArgs),
    Calibrate(CalibrateArgs),
    Normalize(NormalizeArgs),
    Hvg(HvgArgs),
    Pca(PcaArgs),
    Neighbors(NeighborsArgs),
    Leiden(LeidenArgs),
    Umap(UmapArgs),
    Markers(MarkersArgs),
    Integrate(IntegrateArgs),
    Annotate(AnnotateArgs),
    Score(ScoreArgs),
    De(DeArgs),
    Match(MatchArgs),
    Pseudotime(PseudotimeArgs),
    Paga(PagaArgs),
    Trends(TrendsArgs),
    Velocity(VelocityArgs),
    Ambient(AmbientArgs),
    Validate(ValidateArgs),
    Lineage(LineageArgs),
    Factors(FactorsArgs),
}

impl CellsCommand {
    /// What every command takes.
    pub(crate) const fn common(&self) -> &Common {
        match self {
            Self::Run(args) => &args.common,
            Self::Droplets(args) => &args.verb.common,
            Self::Doublets(args) => &args.verb.common,
            Self::Calibrate(args) => &args.verb.common,
            Self::Ambient(args) => &args.verb.common,
            Self::Validate(args) => &args.common,
            Self::Qc(args) => &args.verb.common,
            Self::Normalize(args) => &args.verb.common,
            Self::Hvg(args) => &args.verb.common,
            Self::Pca(args) => &args.verb.common,
            Self::Neighbors(args) => &args.verb.common,
            Self::Leiden(args) => &args.verb.common,
            Self::Umap(args) => &args.verb.common,
            Self::Markers(args) => &args.verb.common,
            Self::Integrate(args) => &args.verb.common,
            Self::Annotate(args) => &args.verb.common,
            Self::Score(args) => &args.verb.common,
            Self::De(args) => &args.verb.common,
            Self::Match(args) => &args.verb.common,
            Self::Pseudotime(args) => &args.verb.common,
            Self::Paga(args) => &args.verb.common,
            Self::Trends(args) => &args.verb.common,
            Self::Velocity(args) => &args.verb.common,
            Self::Lineage(args) => &args.common,
            Self::Factors(args) => &args.common,
        }
    }
}

/// Go the whole path from counts to states: quality, variable genes, components, neighbours, states, map, markers.
///
/// The path is written as a study beside the atlas, NAME.toml: edit it and go on with `lca run NAME.toml`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca cells run filtered_feature_bc_matrix.h5 --out pbmc.zarr\n  lca cells run day0/ day2/ day7/ --out course.zarr --batch sample\n  lca cells run --sheet samples.csv --out donors.zarr --batch donor"
)]
pub(crate) struct CellsRunArgs {
    /// Counts, one for each sample: 10x folders or h5 files, h5ad, CSV or TSV.
    #[arg(required_unless_present = "sheet", conflicts_with = "sheet")]
    pub(crate) inputs: Vec<PathBuf>,
    /// A table of samples with the columns sample and path (from the table's folder); its other columns, such as donor,
    /// become columns about cells.
    #[arg(long, value_name = "FILE")]
    pub(crate) sheet: Option<PathBuf>,
    /// The atlas.
    #[arg(long, value_name = "ATLAS.zarr")]
    pub(crate) out: PathBuf,
    /// Of tables of text: on which axis the genes stand.
    #[arg(long, value_enum)]
    pub(crate) genes_in: Option<Axis>,
    /// Of AnnData: take its raw matrix in place of X.
    #[arg(long)]
    pub(crate) raw: bool,
    /// Of a 10x file of several genomes: which.
    #[arg(long, value_name = "NAME")]
    pub(crate) genome: Option<String>,
    /// Number genes of one name (NAME, NAME-1, …), as scanpy's var_names_make_unique; else they are refused.
    #[arg(long)]
    pub(crate) make_unique: bool,
    /// Put these samples in place of others that the atlas holds.
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Bring the batches together (Harmony) that this column about cells tells apart: `sample`, or one of the sheet.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) batch: Option<String>,
    /// Name each state by a table of types and the genes that mark them: columns type and gene, one gene a row, and
    /// perhaps sign, -1 for a gene the type lacks.
    #[arg(long, value_name = "FILE", value_parser = MarkerTable::read)]
    pub(crate) markers: Option<MarkerTable>,
    /// Resolution of states (Leiden): more gives more and smaller ones.
    #[arg(long, value_name = "R")]
    pub(crate) resolution: Option<f64>,
    /// Parameters of steps, a TOML table for each kind: `[quality]`, `[variable-genes]`, `[pca]`, ….
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) config: Option<PathBuf>,
    /// Seed of all that is drawn.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(i64).range(0..))]
    pub(crate) seed: i64,
    /// Only write the study.
    #[arg(long)]
    pub(crate) plan: bool,
    /// Say what happens line by line, in a pipe too.
    #[arg(long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}
