use super::MarkerTable;
use super::verb::{Settings, Verb, VerbArgs};
use clap::{ArgGroup, Args};
use std::path::PathBuf;
use toml::Value;

/// Name the types of cells, by genes that mark types or by a labelled reference.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca cells annotate states.zarr --markers blood.csv --out named.zarr\n  lca cells annotate states.zarr --reference atlas.h5ad --labels cell_type --out named.zarr",
    group = ArgGroup::new("by").required(true).args(["markers", "reference"])
)]
pub(crate) struct AnnotateArgs {
    /// A table of types and the genes that mark them: columns type and gene, and perhaps sign, -1 for a gene it lacks.
    #[arg(long, value_name = "FILE", value_parser = MarkerTable::read)]
    pub(crate) markers: Option<MarkerTable>,
    /// Cells of known type: AnnData, a 10x folder or h5, CSV or TSV.
    #[arg(long, value_name = "FILE", requires = "labels")]
    pub(crate) reference: Option<PathBuf>,
    /// The column about the reference's cells that holds their type.
    #[arg(long, value_name = "COLUMN", requires = "reference")]
    pub(crate) labels: Option<String>,
    /// The column about cells whose groups are named (leiden).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) states: Option<String>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}

impl Verb for AnnotateArgs {
    const KIND: &'static str = "annotate";

    fn shared(&self) -> &VerbArgs {
        &self.verb
    }

    fn params(&self) -> Settings {
        let settings =
            Settings::default().with("labels", self.labels.as_deref()).with("states", self.states.as_deref());
        // Set as it is: a dot in the name of a type makes no table.
        settings.with("types", self.markers.as_ref().map(|markers| Value::Table(markers.0.clone())))
    }

    fn others(&self) -> Vec<(&'static str, PathBuf)> {
        self.reference.iter().map(|path| ("reference", path.clone())).collect()
    }
}

/// Score sets of genes in each cell against genes of like expression.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca cells score normal.zarr --genes cycling=MKI67,TOP2A,PCNA --out scored.zarr"
)]
pub(crate) struct ScoreArgs {
    /// A set of genes; its name becomes a column about cells. May be given again.
    #[arg(long, required = true, value_name = "NAME=GENE,…", value_parser = set)]
    pub(crate) genes: Vec<(String, Vec<String>)>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}

fn set(text: &str) -> Result<(String, Vec<String>), String> {
    let wrong = || format!("`{text}` is not NAME=GENE,GENE, such as cycling=MKI67,TOP2A");
    let (name, genes) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(wrong)?;
    let genes: Vec<String> =
        genes.split(',').map(str::trim).filter(|gene| !gene.is_empty()).map(str::to_owned).collect();
    if genes.is_empty() { Err(wrong()) } else { Ok((name.to_owned(), genes)) }
}

impl Verb for ScoreArgs {
    const KIND: &'static str = "score-genes";

    fn shared(&self) -> &VerbArgs {
        &self.verb
    }

    fn params(&self) -> Settings {
        let sets = self.genes.iter().map(|(name, genes)| (name.clone(), genes.clone().into()));
        Settings::default().with("sets", Some(Value::Table(sets.collect())))
    }
}

/// Find the genes that differ between two conditions within each state, samples as replicates.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca cells de named.zarr --condition stimulus --treated ifn --reference control --states cell_type --out de.zarr"
)]
pub(crate) struct DeArgs {
    /// The column about cells that holds each one's condition.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) condition: String,
    /// The condition whose change is asked for.
    #[arg(long, value_name = "NAME")]
    pub(crate) treated: String,
    /// The condition it is held against.
    #[arg(long, value_name = "NAME")]
    pub(crate) reference: String,
    /// The column that tells the replicates apart (sample).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) sample: Option<String>,
    /// A column that may shift every gene, such as donor or batch. May be given again.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) also: Vec<String>,
    /// The column about cells whose groups are compared (leiden).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) states: Option<String>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}

impl Verb for DeArgs {
    const KIND: &'static str = "differential-expression";

    fn shared(&self) -> &VerbArgs {
        &self.verb
    }

    fn params(&self) -> Settings {
        Settings::default()
            .with("condition", Some(self.condition.as_str()))
            .with("treated", Some(self.treated.as_str()))
            .with("reference", Some(self.reference.as_str()))
            .with("sample", self.sample.as_deref())
            .with("also", (!self.also.is_empty()).then(|| self.also.clone()))
            .with("states", self.states.as_deref())
    }
}

/// Match the states of two data sets, and tell which are new.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca cells match mine.zarr --other theirs.h5ad --other-states cell_type --out matched.zarr"
)]
pub(crate) struct MatchArgs {
    /// The other data set: AnnData, a 10x folder or h5, CSV or TSV.
    #[arg(long, value_name = "FILE")]
    pub(crate) other: PathBuf,
    /// The column about cells that holds their states (leiden).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) states: Option<String>,
    /// That of the other data set (leiden).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) other_states: Option<String>,
    #[command(flatten)]
    pub(crate) verb: VerbArgs,
}

impl Verb for MatchArgs {
    const KIND: &'static str = "match-states";

    fn shared(&self) -> &VerbArgs {
        &self.verb
    }

    fn params(&self) -> Settings {
        Settings::default()
            .with("states", self.states.as_deref())
            .with("other_states", self.other_states.as_deref())
    }

    fn others(&self) -> Vec<(&'static str, PathBuf)> {
        vec![("other", self.other.clone())]
    }
}
