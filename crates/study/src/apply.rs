//! One step on a table in memory, without a study's file: the single verbs.

use crate::context::Context;
use crate::observer::Observer;
use crate::registry::Kind;
use crate::site::Site;
use crate::step::What;
use crate::study::Study;
use crate::{StepError, StudyError, compose, engine, file};
use lca_store::Atlas;
use lca_tables::AnnData;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use toml::Table;

/// Cells that a step takes, and where they were read from.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    /// The port of the step, such as `cells`.
    pub port: &'a str,
    /// The file or folder; messages name it.
    pub path: &'a Path,
    /// The cells.
    pub cells: AnnData,
}

/// What a step made of them.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The whole table: what was given, with what the step adds laid over it.
    pub cells: AnnData,
    /// Figures the step found.
    pub values: BTreeMap<String, Value>,
}

/// Cells by the step that gives them, in memory in place of an atlas.
#[derive(Debug, Default)]
pub(crate) struct Held(Mutex<BTreeMap<usize, AnnData>>);

impl Held {
    pub(crate) fn get(&self, step: usize) -> Option<AnnData> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&step).cloned()
    }

    pub(crate) fn put(&self, step: usize, cells: AnnData) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(step, cells);
    }
}

/// Runs one kind of step that takes cells and gives cells. `params` are those of a study.
///
/// # Errors
/// [`StudyError::Place`] when there is no such kind or parameter, [`StudyError::Step`] when the step refuses.
pub fn apply(
    kind: &str,
    params: &Table,
    given: Vec<Given<'_>>,
    seed: u64,
    observer: &dyn Observer,
) -> Result<Applied, StudyError> {
    let scratch = Scratch::make()?;
    let study = study(kind, params, &given)?;
    let atlas = Atlas::create(scratch.0.join("scratch.zarr"))?;
    let held = Held::default();
    let find = |name: &str| study.steps.iter().position(|node| node.id.as_str() == name);
    for (number, one) in given.into_iter().enumerate() {
        if let Some(at) = find(&input(number)) {
            held.put(at, one.cells);
        }
    }
    let at = find(STEP).unwrap_or_default();
    let failed = |cause| StudyError::Step { step: kind.to_owned(), kind: kind.to_owned(), cause };
    let places = engine::places(&study)?;
    let site = Site { study: &study, atlas: &atlas, places: &places, at, held: Some(&held) };
    let transaction = atlas.begin()?;
    let context = Context { site, transaction: &transaction, seed, observer, values: Mutex::default() };
    study.steps[at].job.run(&context).map_err(failed)?;
    let values = context.values.into_inner().unwrap_or_else(PoisonError::into_inner);
    let cells = compose::cells(&[site]).map_err(failed)?;
    Ok(Applied { cells, values })
}

/// The name of the step.
const STEP: &str = "verb";

fn input(number: usize) -> String {
    format!("input-{number}")
}

/// The step and those that would read what it takes, as a study: so a parameter is checked as there.
fn study(kind: &str, params: &Table, given: &[Given<'_>]) -> Result<Study, StudyError> {
    let text = |text: &str| toml::Value::from(text);
    let table = |entries: Vec<(&str, toml::Value)>| -> toml::Value {
        entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Table>().into()
    };
    let list = |one: toml::Value| toml::Value::Array(vec![one]);
    let mut from: BTreeMap<&str, Vec<toml::Value>> = BTreeMap::new();
    let (mut assays, mut steps) = (Vec::new(), Vec::new());
    for (number, one) in given.iter().enumerate() {
        let name = input(number);
        let path = std::path::absolute(one.path)
            .map_err(|cause| StudyError::File { path: one.path.to_owned(), cause })?;
        let files = table(vec![("counts", text(&path.to_string_lossy()))]);
        let modality = text("sc-rna-seq");
        assays.push(table(vec![
            ("id", text(&name)),
            ("specimen", text("unknown")),
            ("modality", modality),
            ("files", files),
        ]));
        steps.push(table(vec![("id", text(&name)), ("kind", text("import-counts")), ("assay", text(&name))]));
        from.entry(one.port).or_default().push(text(&name));
    }
    let named = |names: Vec<toml::Value>| match <[toml::Value; 1]>::try_from(names) {
        Ok([only]) => only,
        Err(several) => several.into(),
    };
    let from = from.into_iter().map(|(port, names)| (port, named(names))).collect();
    steps.push(table(vec![
        ("id", text(STEP)),
        ("kind", text(kind)),
        ("from", table(from)),
        ("params", params.clone().into()),
    ]));
    let unknown = text("unknown");
    let whole = table(vec![
        ("name", text(STEP)),
        ("subject", list(table(vec![("id", unknown.clone())]))),
        ("specimen", list(table(vec![("id", unknown.clone()), ("subject", unknown)]))),
        ("assay", assays.into()),
        ("step", steps.into()),
    ]);
    let document = whole.as_table().map(ToString::to_string).unwrap_or_default();
    let study = file::parse(Path::new("parameters"), &document)?;
    let gives = Kind::find(kind).is_some_and(|kind| kind.gives.contains(&What::Cells));
    let none = || StudyError::Step {
        step: kind.to_owned(),
        kind: kind.to_owned(),
        cause: StepError::unfit("it gives no cells", "run it in a study"),
    };
    gives.then_some(study).ok_or_else(none)
}

/// A folder that is removed when all is done.
struct Scratch(PathBuf);

impl Scratch {
    fn make() -> Result<Self, StudyError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("lca-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|cause| StudyError::File { path: path.clone(), cause })?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own cleaning of its temporary folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
