use super::verb::{Settings, Verb, VerbArgs, verb};
use clap::{ArgGroup, Args, ValueEnum};

/// How far each cell has come from a root by diffusion, and where ways part.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("begin").args(["root", "root_state"]).required(true),
    after_help = "Example:\n  lca cells pseudotime states.zarr --root-state 3 --n-branchings 1 --out time.zarr"
)]
pub(crate) struct PseudotimeArgs {
    /// The cell from which time runs.
    #[arg(long, value_name = "CELL")]
    pub(crate) root: Option<String>,
    /// The state in which time begins: at the cell farthest from all other states.
    #[arg(long, value_name = "STATE")]
    pub(crate) root_state: Option<String>,
    /// The column about cells that tells their state (leiden).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) groups: Option<String>,
    /// Forks to look for (0).
    #[arg(long, value_name = "N")]
    pub(crate) n_branchings: Option<u32>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(PseudotimeArgs, "pseudotime", |args| {
    Settings::default()
        .with("root", args.root.as_deref())
        .with("root_state", args.root_state.as_deref())
        .with("groups", args.groups.as_deref())
        .with("n_branchings", args.n_branchings)
});

/// How states hang together, against what chance would give (PAGA).
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells paga states.zarr --groups cell_type --out graph.zarr")]
pub(crate) struct PagaArgs {
    /// The column about cells that tells their state (leiden).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) groups: Option<String>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(PagaArgs, "paga", |args| Settings::default().with("groups", args.groups.as_deref()));

/// Find the genes that change along time, and between branches.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells trends time.zarr --branches dpt_groups --out trends.zarr")]
pub(crate) struct TrendsArgs {
    /// The column about cells that tells their time (dpt_pseudotime).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) time: Option<String>,
    /// The column about cells that tells their branch.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) branches: Option<String>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(TrendsArgs, "gene-trends", |args| {
    Settings::default().with("time", args.time.as_deref()).with("branches", args.branches.as_deref())
});

/// A model of splicing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum ModeName {
    Deterministic,
    Stochastic,
    Dynamical,
}

/// Where cells go, from their spliced and unspliced counts (RNA velocity).
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells velocity map.zarr --mode dynamical --out velocity.zarr")]
pub(crate) struct VelocityArgs {
    /// The model (stochastic).
    #[arg(long, value_enum)]
    pub(crate) mode: Option<ModeName>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(VelocityArgs, "velocity", |args| {
    let mode = args.mode.and_then(|mode| mode.to_possible_value());
    Settings::default().with("model.mode", mode.map(|mode| mode.get_name().to_owned()))
});
