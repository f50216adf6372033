use crate::args::{Axis, Common};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use toml::{Table, Value};

/// What every verb takes: cells from anywhere, and where the table goes.
#[derive(Debug, Args)]
pub(crate) struct VerbArgs {
    /// Cells: AnnData (h5ad, or Zarr v2 or v3, zipped or not), an atlas, a 10x folder or h5, CSV or TSV.
    pub(crate) input: PathBuf,
    /// Where the table goes, as AnnData in Zarr: all that was there, with what is found beside it.
    #[arg(long, value_name = "OUT.zarr")]
    pub(crate) out: PathBuf,
    /// Put it in place of a table that is there.
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Of an atlas: which of its tables.
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// Of AnnData: take its raw matrix in place of X.
    #[arg(long)]
    pub(crate) raw: bool,
    /// Of tables of text: on which axis the genes stand.
    #[arg(long, value_enum)]
    pub(crate) genes_in: Option<Axis>,
    /// Of a 10x file of several genomes: which.
    #[arg(long, value_name = "NAME")]
    pub(crate) genome: Option<String>,
    /// Number genes of one name (NAME, NAME-1, …), as scanpy's var_names_make_unique; else they are refused.
    #[arg(long)]
    pub(crate) make_unique: bool,
    /// Any parameter of the step, as in a study; a name within a name by a dot, such as keep.min_genes=200. May be
    /// given again.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub(crate) set: Vec<(String, Value)>,
    /// Seed of all that is drawn.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// One step as a command of its own. To add one: a struct with its options and `VerbArgs`, this trait, and a line in
/// `CellsCommand` and in `command::cells`.
pub(crate) trait Verb {
    /// The kind of step.
    const KIND: &'static str;

    /// What every verb takes.
    fn shared(&self) -> &VerbArgs;

    /// The parameters that have options of their own.
    fn params(&self) -> Settings {
        Settings::default()
    }

    /// Other cells that the step takes: the port, and the file or folder.
    fn others(&self) -> Vec<(&'static str, PathBuf)> {
        Vec::new()
    }
}

/// Parameters of a step, by name; a dot goes into a table.
#[derive(Debug, Default)]
pub(crate) struct Settings(pub(crate) Table);

impl Settings {
    /// Sets what is given, and nothing else.
    pub(crate) fn with<T: Into<Value>>(mut self, name: &str, value: Option<T>) -> Self {
        if let Some(value) = value {
            self.set(name, value.into());
        }
        self
    }

    /// Sets one, in place of what it was.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        let mut names: Vec<&str> = name.split('.').collect();
        let last = names.pop().unwrap_or_default();
        let mut table = &mut self.0;
        for name in names {
            let entry = table.entry(name.to_owned()).or_insert_with(|| Table::new().into());
            if !entry.is_table() {
                *entry = Table::new().into();
            }
            let Value::Table(inner) = entry else { return };
            table = inner;
        }
        table.insert(last.to_owned(), value);
    }
}

/// `NAME=VALUE`; a value that is none of TOML is a text.
fn setting(text: &str) -> Result<(String, Value), String> {
    let wrong = || format!("`{text}` is not NAME=VALUE, such as n_neighbors=30");
    let (name, value) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(wrong)?;
    let parsed = format!("x = {value}").parse::<Table>().ok().and_then(|mut table| table.remove("x"));
    Ok((name.to_owned(), parsed.unwrap_or_else(|| value.into())))
}

macro_rules! verb {
    ($args:ty, $kind:literal, |$self:ident| $params:expr) => {
        impl Verb for $args {
            const KIND: &'static str = $kind;

            fn shared(&self) -> &VerbArgs {
                &self.verb
            }

            fn params(&self) -> Settings {
                let $self = self;
                $params
            }
        }
    };
}

pub(super) use verb;

/// Measure the quality of cells and genes, and keep those that pass.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca cells qc filtered_feature_bc_matrix.h5 --min-genes 200 --max-mt 15 --out qc.zarr"
)]
pub(crate) struct QcArgs {
    /// Fewest genes seen in a cell (100).
    #[arg(long, value_name = "N")]
    pub(crate) min_genes: Option<u32>,
    /// Fewest counts of a cell.
    #[arg(long, value_name = "N")]
    pub(crate) min_counts: Option<f64>,
    /// Most per cent of mitochondrial counts.
    #[arg(long, value_name = "PERCENT")]
    pub(crate) max_mt: Option<f64>,
    /// Fewest cells a gene is seen in (3).
    #[arg(long, value_name = "N")]
    pub(crate) min_cells: Option<u32>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(QcArgs, "quality", |args| {
    Settings::default()
        .with("keep.min_genes", args.min_genes)
        .with("keep.min_counts", args.min_counts)
        .with("keep.max_pct_counts.mt", args.max_mt)
        .with("keep.min_cells", args.min_cells)
});

/// Scale each cell to the same total and take log(1 + x); the counts stay as layer `counts`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells normalize qc.zarr --target-sum 10000 --out normal.zarr")]
pub(crate) struct NormalizeArgs {
    /// Counts that each cell is scaled to; left out: the median of the cells.
    #[arg(long, value_name = "COUNTS")]
    pub(crate) target_sum: Option<f64>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(NormalizeArgs, "normalize", |args| Settings::default().with("target_sum", args.target_sum));

/// A way to call genes variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum FlavorName {
    Seurat,
    CellRanger,
    SeuratV3,
}

/// Find the genes that vary between cells more than their mean explains.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca cells hvg normal.zarr --flavor seurat_v3 --n-top-genes 2000 --out hvg.zarr"
)]
pub(crate) struct HvgArgs {
    /// How they are called (seurat); seurat_v3 takes the counts.
    #[arg(long, value_enum)]
    pub(crate) flavor: Option<FlavorName>,
    /// How many.
    #[arg(long, value_name = "N")]
    pub(crate) n_top_genes: Option<u32>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(HvgArgs, "variable-genes", |args| {
    let flavor = args.flavor.and_then(|flavor| flavor.to_possible_value());
    Settings::default()
        .with("flavor", flavor.map(|flavor| flavor.get_name().to_owned()))
        .with("n_top_genes", args.n_top_genes)
});

/// Principal components of the variable genes, or of all where none were called.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells pca hvg.zarr --n-comps 30 --out pca.zarr")]
pub(crate) struct PcaArgs {
    /// How many (50).
    #[arg(long, value_name = "N")]
    pub(crate) n_comps: Option<u32>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(PcaArgs, "pca", |args| Settings::default().with("n_comps", args.n_comps));

/// Each cell's nearest neighbours among the principal components.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells neighbors pca.zarr --n-neighbors 30 --out graph.zarr")]
pub(crate) struct NeighborsArgs {
    /// How many (15).
    #[arg(long, value_name = "N")]
    pub(crate) n_neighbors: Option<u32>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(NeighborsArgs, "neighbors", |args| Settings::default().with("n_neighbors", args.n_neighbors));

/// Find cell states as communities of the neighbourhood graph.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca cells leiden graph.zarr --resolution 0.5 --out states.zarr\n  lca cells leiden graph.zarr --resolution auto --out states.zarr"
)]
pub(crate) struct LeidenArgs {
    /// More gives more and smaller states (1); `auto` looks for one whose states are found again when cells are drawn
    /// again.
    #[arg(long, value_name = "R")]
    pub(crate) resolution: Option<String>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(LeidenArgs, "leiden", |args| {
    let number = |text: &String| text.parse::<f64>().map_or_else(|_| Value::from(text.as_str()), Value::from);
    Settings::default().with("resolution", args.resolution.as_ref().map(number))
});

/// Lay the neighbourhood graph out in the plane.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells umap graph.zarr --min-dist 0.3 --out map.zarr")]
pub(crate) struct UmapArgs {
    /// How close cells may lie (0.5).
    #[arg(long, value_name = "D")]
    pub(crate) min_dist: Option<f64>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(UmapArgs, "umap", |args| Settings::default().with("min_dist", args.min_dist));

/// Find the genes that mark each state against all others.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca cells markers states.zarr --set method=wilcoxon --out markers.zarr\n  lca cells markers named.zarr --states cell_type --out markers.zarr"
)]
pub(crate) struct MarkersArgs {
    /// The column about cells whose groups are marked (leiden).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) states: Option<String>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(MarkersArgs, "markers", |args| Settings::default().with("states", args.states.as_deref()));

/// Bring batches together in the space of principal components (Harmony).
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca cells integrate pca.zarr --batch donor --out together.zarr")]
pub(crate) struct IntegrateArgs {
    /// Column about cells that names each cell's batch.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) batch: String,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}
verb!(IntegrateArgs, "integrate", |args| Settings::default().with("batch", Some(args.batch.as_str())));
