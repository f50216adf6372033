//! One step on a table in any file, without a study of one's own: the single verbs.

use crate::flow::Flow;
use crate::made::{self, table};
use crate::observer::Observer;
use crate::registry::Kind;
use crate::site::Site;
use crate::step::What;
use crate::study::Study;
use crate::{Options, StepError, StudyError, engine};
use lca_store::{Atlas, begin_anndata, may_write};
use lca_tables::DataFrame;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Table;

/// A step to be done, and on which cells.
#[derive(Debug, Clone)]
pub struct Apply<'a> {
    /// The kind of step, which must give cells.
    pub kind: &'a str,
    /// Its parameters, as in a study.
    pub params: Table,
    /// For each port that takes cells, such as `cells`, a file or folder.
    pub given: Vec<(&'a str, PathBuf)>,
    /// How these are read: parameters of `import-counts`.
    pub import: Table,
    /// Seed of all that is drawn.
    pub seed: u64,
    /// Threads to use; none: as many as there are.
    pub threads: Option<usize>,
}

/// What a step made of a table.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The number of cells, and of genes.
    pub shape: (usize, usize),
    /// The names of what the step made, by the part of AnnData they are in.
    pub added: BTreeMap<&'static str, Vec<String>>,
    /// What of the files could not be read, and why.
    pub left_out: Vec<String>,
    /// How many genes got a number behind their name, as others had it before.
    pub renamed: u64,
    /// Figures the step found.
    pub values: BTreeMap<String, Value>,
}

/// Runs one step, and writes the whole table as AnnData in Zarr: what was given, with what the step adds laid over it. It is
/// a study of this step and of those that read its cells, in an atlas beside `out` that is removed when all is done.
///
/// # Errors
/// [`StudyError::Place`] when there is no such parameter, [`StudyError::File`] when a file is not there, [`StudyError::Step`]
/// when one cannot be read or the step refuses; when something is at `out` that must not be replaced.
pub fn apply(
    asked: &Apply<'_>,
    out: &Path,
    replace: bool,
    observer: &dyn Observer,
) -> Result<Applied, StudyError> {
    may_write(out, replace)?;
    let study = study(asked)?;
    let scratch = Scratch::beside(out)?;
    let options = Options {
        atlas: Some(scratch.0.join("scratch.zarr")),
        threads: asked.threads,
        seed: Some(asked.seed),
        adding: true,
        ..Options::default()
    };
    let outcome = engine::run(&study, &options, observer)?;
    let (atlas, places) = (Atlas::open(&outcome.atlas)?, engine::places(&study)?);
    let at = outcome.steps.iter().position(|one| one.step == STEP).unwrap_or_default();
    let site = Site { study: &study, atlas: &atlas, places: &places, at };
    let (added, shape) = write(&site, out, replace).map_err(|cause| failed(asked.kind, cause))?;
    let renamed = outcome.steps.iter().filter_map(|step| step.values.get("genes_renamed")?.as_u64()).sum();
    let left_out = outcome.steps.iter().filter_map(|step| step.values.get("left_out")?.as_array());
    let left_out = left_out.flatten().filter_map(|part| part.as_str().map(str::to_owned)).collect();
    let values = outcome.steps.into_iter().nth(at).map(|step| step.values).unwrap_or_default();
    Ok(Applied { shape, added, left_out, renamed, values })
}

/// The name of the step.
const STEP: &str = "verb";

fn failed(kind: &str, cause: StepError) -> StudyError {
    StudyError::Step { step: STEP.to_owned(), kind: kind.to_owned(), cause }
}

/// The step and those that read what it takes, which have the names of its ports.
fn study(asked: &Apply<'_>) -> Result<Study, StudyError> {
    if !Kind::find(asked.kind).is_some_and(|kind| kind.gives.contains(&What::Cells)) {
        return Err(failed(asked.kind, StepError::unfit("it gives no cells", "run it in a study")));
    }
    let absolute = |path: &Path| {
        let found = std::fs::metadata(path).and_then(|_| std::path::absolute(path));
        found.map_err(|cause| StudyError::File { path: path.to_owned(), cause })
    };
    let paths = asked.given.iter().map(|(_, path)| absolute(path)).collect::<Result<Vec<_>, _>>()?;
    let files: Vec<(&str, &Path)> =
        asked.given.iter().zip(&paths).map(|((port, _), path)| (*port, path.as_path())).collect();
    let read = |&(port, _): &(&str, &Path)| {
        let kind = ("kind", "import-counts".into());
        table([("id", port.into()), kind, ("assay", port.into()), ("params", asked.import.clone().into())])
    };
    let from: Table = files.iter().map(|(port, _)| ((*port).to_owned(), (*port).into())).collect();
    let step = table([
        ("id", STEP.into()),
        ("kind", asked.kind.into()),
        ("from", from.into()),
        ("params", asked.params.clone().into()),
    ]);
    let steps = files.iter().map(read).chain([step]).collect();
    made::study(Path::new("parameters"), STEP, "sc-rna-seq", &files, steps)
}

/// The names in a table, by its parts.
type Names = BTreeMap<&'static str, Vec<String>>;

/// Writes the table after a step, and returns what is new in it and its shape.
fn write(site: &Site<'_>, out: &Path, replace: bool) -> Result<(Names, (usize, usize)), StepError> {
    let flow = Flow::of(&[*site])?;
    let matrices = flow.matrices();
    matrices.pour(begin_anndata(out, &flow.table, &matrices.names(), replace)?)?;
    let added = names(&Flow::of_step(site)?);
    Ok((added, (flow.table.obs.rows(), flow.table.var.rows())))
}

fn names(flow: &Flow) -> Names {
    fn keys<T>(map: &BTreeMap<String, T>) -> Vec<String> {
        map.keys().cloned().collect()
    }
    let columns = |frame: &DataFrame| frame.columns().iter().map(|(name, _)| name.clone()).collect();
    let (table, streams) = (&flow.table, flow.matrices());
    let layers = streams.names().into_iter().map(str::to_owned).chain(keys(&table.layers)).collect();
    let x = (table.x.is_some() || streams.x.is_some()).then(|| "X".to_owned());
    let mut names = BTreeMap::from([
        ("X", x.into_iter().collect()),
        ("obs", columns(&table.obs)),
        ("var", columns(&table.var)),
        ("layers", layers),
        ("obsm", keys(&table.obsm)),
        ("varm", keys(&table.varm)),
        ("obsp", keys(&table.obsp)),
        ("varp", keys(&table.varp)),
        ("uns", keys(&table.uns)),
    ]);
    names.retain(|_, names: &mut Vec<String>| !names.is_empty());
    names
}

/// A folder that is removed when all is done.
struct Scratch(PathBuf);

impl Scratch {
    fn beside(path: &Path) -> Result<Self, StudyError> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let scratch = Self(parent.join(format!(".{name}-{}-scratch", std::process::id())));
        std::fs::create_dir_all(&scratch.0)
            .map_err(|cause| StudyError::File { path: scratch.0.clone(), cause })?;
        Ok(scratch)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is no part of any result.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
