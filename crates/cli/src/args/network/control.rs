use crate::args::Common;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// List the smallest sets of nodes without which a network has no cycle: whoever holds them decides its states.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca network fvs network.sif --self-loops drop --all")]
pub(crate) struct FvsArgs {
    /// The network's file, or an atlas.
    pub(crate) file: PathBuf,
    /// Of an atlas: which network.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Whether a node that acts on itself is a cycle.
    #[arg(long, value_name = "HOW", value_enum, default_value = "keep")]
    pub(crate) self_loops: SelfLoopsName,
    /// List every set, up to a million; else the first hundred.
    #[arg(long)]
    pub(crate) all: bool,
    /// How many branches of the search to allow before giving up.
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    pub(crate) branches: u64,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Rank the nodes of a network by how much hangs on them, with each score beside.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca network keys network.sif --top 20 --plot keys.svg")]
pub(crate) struct KeysArgs {
    /// The network's file, or an atlas.
    pub(crate) file: PathBuf,
    /// Of an atlas: which network.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// How many nodes to print.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) top: usize,
    /// Whether a node that acts on itself is a cycle.
    #[arg(long, value_name = "HOW", value_enum, default_value = "keep")]
    pub(crate) self_loops: SelfLoopsName,
    /// A table with columns `node` and `sensitivity`: what a model's outputs answer to each node; left out ones count as 0.
    #[arg(long, value_name = "TABLE")]
    pub(crate) sensitivities: Option<PathBuf>,
    /// File for the whole ranking, as CSV or TSV.
    #[arg(long, value_name = "FILE.tsv")]
    pub(crate) out: Option<PathBuf>,
    /// File for a figure of the ranking.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// List every attractor of a Boolean network: the states and cycles that all courses end in.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca network attractors rules.txt --update asynchronous")]
pub(crate) struct AttractorsArgs {
    /// The file of rules.
    pub(crate) file: PathBuf,
    /// Whether all nodes change at once or one at a time.
    #[arg(long, value_name = "HOW", value_enum, default_value = "synchronous")]
    pub(crate) update: UpdateName,
    /// File for a figure: nodes in attractors.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Find the fewest nodes to hold, and at which values, so that a system leaves one attractor for another.
#[derive(Debug, Args)]
#[command(
    after_help = "An attractor is its number in `lca network attractors`, or NODE=VALUE,… that only it has; of a model it \
is NODE=VALUE,… from where the model comes to it.\n\nExamples:\n  lca network control rules.txt --from 1 --to Gata1=1,EKLF=1\n  \
lca network control rules.txt --from 1 --to 4 --verify Pu1,Gfi1\n  lca network control model.xml --from LacI=4,TetR=0 --to LacI=0,TetR=4"
)]
pub(crate) struct ControlArgs {
    /// The file of rules, or an SBML model.
    pub(crate) file: PathBuf,
    /// The attractor to leave.
    #[arg(long, value_name = "ATTRACTOR")]
    pub(crate) from: String,
    /// The attractor to come to.
    #[arg(long, value_name = "ATTRACTOR")]
    pub(crate) to: String,
    /// Only see whether holding these nodes does it.
    #[arg(long, value_name = "NODES", value_delimiter = ',')]
    pub(crate) verify: Option<Vec<String>>,
    /// Whether all nodes change at once or one at a time; models go by their equations.
    #[arg(long, value_name = "HOW", value_enum, default_value = "synchronous")]
    pub(crate) update: UpdateName,
    /// How many sets of nodes to try at most.
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    pub(crate) trials: u64,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SelfLoopsName {
    /// It is: the node is in every set.
    Keep,
    /// It is not looked at.
    Drop,
}

impl From<SelfLoopsName> for lca_network::fvs::SelfLoops {
    fn from(name: SelfLoopsName) -> Self {
        match name {
            SelfLoopsName::Keep => Self::Keep,
            SelfLoopsName::Drop => Self::Drop,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum UpdateName {
    /// All at once.
    Synchronous,
    /// One at a time, in any order.
    Asynchronous,
}

impl From<UpdateName> for lca_network::attractors::Update {
    fn from(name: UpdateName) -> Self {
        match name {
            UpdateName::Synchronous => Self::Synchronous,
            UpdateName::Asynchronous => Self::Asynchronous,
        }
    }
}
