mod cells;
mod estimate;
mod image;
mod imaging;
mod model;
mod network;
mod petab;
mod query;
mod score;
mod segment;
mod serve;
mod watch;

pub(crate) use cells::{
    CellsCommand, CellsRunArgs, FactorsArgs, LineageArgs, Settings, ValidateArgs, Verb, VerbArgs,
};
pub(crate) use estimate::{
    ChainArgs, FitArgs, LeaveOutArgs, LeaveOutBy, OptimizerName, PredictArgs, ProfileArgs, SampleArgs,
    StartingName,
};
pub(crate) use image::{CorrectArgs, ImageCommand, LookArgs, QualityArgs};
pub(crate) use imaging::{LinkArgs, TableFormat, TracesArgs, TrackArgs, TreesArgs};
pub(crate) use model::{
    CombineArgs, DesignArgs, DoseResponseArgs, DrawSampling, IdentifyArgs, Method, ModelCommand,
    ModelShowArgs, PerturbArgs, PlanArgs, ProblemArgs, SensitivityArgs, SimulateArgs, Spec, SsaMethod,
};
pub(crate) use network::*;
pub(crate) use petab::{Gradient, LintArgs, ObjectiveArgs};
pub(crate) use query::{CorrectionsArgs, QueryArgs};
pub(crate) use score::{CtcArgs, ScoreCommand};
pub(crate) use segment::{
    OnnxArgs, OnnxKindArg, ScoreSegArgs, SegmentArgs, SegmentCommand, SegmentMethod, TrainArgs, TrainMethod,
};
pub(crate) use serve::ServeArgs;
pub(crate) use watch::WatchArgs;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::path::PathBuf;

/// Omics and live imaging joined in one atlas, up to a model that predicts.
#[derive(Debug, Parser)]
#[command(name = "lca", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Cli {
    /// Reads the command line.
    pub(crate) fn read() -> Result<Self, clap::Error> {
        Self::from_arg_matches(&with_negatives(Self::command()).try_get_matches()?)
    }
}

/// A number below zero is a value, not an option.
fn with_negatives(command: clap::Command) -> clap::Command {
    command.allow_negative_numbers(true).mut_subcommands(with_negatives)
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    /// Print one JSON object for machines instead of text.
    #[arg(long)]
    pub(crate) json: bool,
    /// How many threads to use; left out: all there are.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Run(RunArgs),
    Demo(DemoArgs),
    Ls(LsArgs),
    Show(ShowArgs),
    Verify(VerifyArgs),
    Query(QueryArgs),
    Corrections(Box<CorrectionsArgs>),
    Prune(PruneArgs),
    Add(AddArgs),
    Track(Box<TrackArgs>),
    Traces(Box<TracesArgs>),
    Lineage(Box<TreesArgs>),
    Watch(Box<WatchArgs>),
    Serve(ServeArgs),
    #[command(subcommand)]
    Score(Box<ScoreCommand>),
    #[command(subcommand)]
    Image(Box<ImageCommand>),
    Segment(Box<SegmentArgs>),
    #[command(subcommand)]
    Cells(Box<CellsCommand>),
    #[command(subcommand)]
    Model(Box<ModelCommand>),
    #[command(subcommand)]
    Network(Box<NetworkCommand>),
    Conformance(ConformanceArgs),
    Schema(SchemaArgs),
}

/// Run a study: everything from its files to its report that is not up to date.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca run studies/hela/study.toml --threads 2")]
pub(crate) struct RunArgs {
    /// The study.toml, or the folder that holds it.
    pub(crate) study: PathBuf,
    /// The atlas to write; left out: NAME.zarr beside the study.
    #[arg(long, value_name = "PATH")]
    pub(crate) atlas: Option<PathBuf>,
    /// Seed of every random choice; left out: the study's own.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Compute this step though it is up to date, and after it what its result changes; may be given again.
    #[arg(long, value_name = "STEP")]
    pub(crate) redo: Vec<String>,
    /// Only say what would be done, and in words what each step holds in memory.
    #[arg(long)]
    pub(crate) plan: bool,
    /// Say what happens line by line, in a pipe too.
    #[arg(long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Run a virtual experiment with known truth through the whole circle, and score every stage.
///
/// What is left out takes the value of an ordinary experiment, given in parentheses.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca demo --seed 3 --frame-interval 600")]
pub(crate) struct DemoArgs {
    /// Folder for the experiment's files, the atlas and the report.
    #[arg(long, value_name = "PATH", default_value = "lca-demo")]
    pub(crate) out: PathBuf,
    /// Everything random follows from it (1).
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Cells in a movie's field of view at its start (120).
    #[arg(long, value_name = "N")]
    pub(crate) cells: Option<usize>,
    /// Time between frames in s (300).
    #[arg(long, value_name = "SECONDS")]
    pub(crate) frame_interval: Option<f64>,
    /// Length of a movie in s (14400).
    #[arg(long, value_name = "SECONDS")]
    pub(crate) duration: Option<f64>,
    /// Size of a pixel in the specimen in µm (0.65).
    #[arg(long, value_name = "UM")]
    pub(crate) pixel_size: Option<f64>,
    /// Noise of light and camera relative to an ordinary experiment (1).
    #[arg(long, value_name = "FACTOR")]
    pub(crate) noise: Option<f64>,
    /// Cells sequenced (800).
    #[arg(long, value_name = "N")]
    pub(crate) sequenced_cells: Option<usize>,
    /// Starts of the fit, drawn from the parameters' bounds (16).
    #[arg(long, value_name = "N")]
    pub(crate) starts: Option<usize>,
    /// Say what happens line by line, in a pipe too.
    #[arg(long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// List what an atlas holds.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca ls studies/hela/hela.zarr")]
pub(crate) struct LsArgs {
    /// The atlas.
    pub(crate) atlas: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Show how an atlas came to be: its runs, their parameters and what they found; or one of them.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca show studies/hela/hela.zarr tracks")]
pub(crate) struct ShowArgs {
    /// The atlas.
    pub(crate) atlas: PathBuf,
    /// A step of the study that made it.
    pub(crate) step: Option<String>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Check an atlas against its checksums.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca verify --digest studies/hela/hela.zarr")]
pub(crate) struct VerifyArgs {
    /// The atlas.
    pub(crate) atlas: PathBuf,
    /// Also print one digest of every array, table and attribute, timestamps left out.
    #[arg(long)]
    pub(crate) digest: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Remove versions of elements that newer ones replaced, to free their space.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca prune studies/hela/hela.zarr")]
pub(crate) struct PruneArgs {
    /// The atlas.
    pub(crate) atlas: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Put one foreign file into an atlas, which is made where there is none.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca add counts.h5ad --atlas mine.zarr --name pbmc")]
pub(crate) struct AddArgs {
    /// The file or folder.
    pub(crate) file: PathBuf,
    /// The atlas.
    #[arg(long, value_name = "PATH")]
    pub(crate) atlas: PathBuf,
    /// Name of what is added; left out: the file's own, without its ending.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What the file is; left out: told by its name.
    #[arg(long, value_enum)]
    pub(crate) kind: Option<AddKind>,
    /// Which way a table of counts runs, where it is text.
    #[arg(long, value_enum)]
    pub(crate) orientation: Option<Orientation>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Which way a table of counts runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Orientation {
    /// A row per gene, a column per cell.
    GenesByCells,
    /// A row per cell, a column per gene.
    CellsByGenes,
}

impl Orientation {
    /// Its name in a study.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::GenesByCells => "genes-by-cells",
            Self::CellsByGenes => "cells-by-genes",
        }
    }
}

/// What a file to be added is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum AddKind {
    /// A TIFF, an OME-TIFF, or a folder of frames.
    Movie,
    /// Counts of cells × genes: h5ad, 10x, CSV, TSV.
    Counts,
    /// Any CSV or TSV.
    Table,
    /// A PEtab problem, by its YAML file.
    Petab,
}

/// Run an outside test suite and say how many of its cases pass.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca conformance sbml-semantic sbml_test_suite/semantic")]
pub(crate) struct ConformanceArgs {
    /// The suite.
    #[arg(value_enum)]
    pub(crate) suite: Suite,
    /// The folder that holds its numbered cases.
    pub(crate) folder: PathBuf,
    /// Simulations of each case, in a stochastic suite.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(2..))]
    pub(crate) runs: u64,
    /// Seed of the random numbers, in a stochastic suite.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How random draws are spread over the simulations, in a stochastic suite; independent ones leave the
    /// suite's rules to fail a right simulator by chance in a fifth to a quarter of its cases.
    #[arg(long, value_enum, default_value_t = DrawSampling::Stratified)]
    pub(crate) sampling: DrawSampling,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// An outside test suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Suite {
    /// The PEtab test suite, of either version: cases or expressions.
    Petab,
    /// The semantic part of the SBML test suite.
    SbmlSemantic,
    /// The stochastic part of the SBML test suite.
    SbmlStochastic,
}

/// Print the JSON Schema of study.toml, which editors use to complete and check it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca schema > study.schema.json")]
pub(crate) struct SchemaArgs {
    #[command(flatten)]
    pub(crate) common: Common,
}
