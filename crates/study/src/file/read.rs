use super::check::check;
use super::inputs::{Named, inputs};
use super::place::{Place, Source};
use super::settings::{Setting, settings};
use super::spec::{StepSpec, StudySpec};
use super::{groups, limits, words};
use crate::registry::{Job, Kind};
use crate::study::Study;
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// One step as read, before the names it uses are looked up.
pub(crate) struct Parsed {
    pub(crate) spec: StepSpec,
    pub(crate) kind: &'static Kind,
    pub(crate) job: Box<dyn Job>,
    pub(crate) from: Vec<Vec<Named>>,
    /// Its parameters as written, each with its place.
    pub(crate) settings: Vec<Setting>,
}

/// The keys of a study, and of a step: the types that are read do not know all of them.
const STUDY: [&str; 10] =
    ["name", "title", "description", "seed", "data", "subject", "specimen", "condition", "assay", "step"];
const STEP: [&str; 6] = ["id", "kind", "assay", "file", "from", "params"];

/// Reads a study's text and checks all of it.
pub(crate) fn parse(path: &Path, text: &str) -> Result<Study, Place> {
    let source = Source { path, text };
    let whole = 0..text.len();
    let mut table = DeTable::parse(text).map_err(|error| source.toml(&error, whole.clone()))?;
    keys(source, table.get_ref(), &STUDY)?;
    let steps = take_steps(source, table.get_mut())?;
    let root = Spanned::new(whole.clone(), DeValue::Table(table.into_inner()));
    let spec = StudySpec::deserialize(ValueDeserializer::from(root));
    check(source, spec.map_err(|error| source.toml(&error, whole))?, steps)
}

/// Checks that a table holds no other keys.
fn keys(source: Source<'_>, table: &DeTable<'_>, known: &[&str]) -> Result<(), Place> {
    match table.keys().find(|key| !known.contains(&key.get_ref().as_ref())) {
        None => Ok(()),
        Some(wrong) => {
            let (message, help) = words::unknown_key(wrong.get_ref(), known);
            Err(source.place(wrong.span(), message, help))
        }
    }
}

/// Takes the steps out of the document: their `from` and `params` depend on their kind.
fn take_steps(source: Source<'_>, root: &mut DeTable<'_>) -> Result<Vec<Parsed>, Place> {
    let Some(steps) = root.remove("step") else { return Ok(Vec::new()) };
    let span = steps.span();
    let DeValue::Array(steps) = steps.into_inner() else {
        return Err(source.place(span, "`step` is not a list", "begin each step with [[step]]"));
    };
    steps.into_iter().map(|step| parse_step(source, step)).collect()
}

fn parse_step(source: Source<'_>, step: Spanned<DeValue<'_>>) -> Result<Parsed, Place> {
    let span = step.span();
    let DeValue::Table(mut table) = step.into_inner() else {
        return Err(source.place(span, "a step is not a table", "begin each step with [[step]]"));
    };
    keys(source, &table, &STEP)?;
    let (from, params) = (table.remove("from"), table.remove("params"));
    let head = ValueDeserializer::from(Spanned::new(span.clone(), DeValue::Table(table)));
    let spec = StepSpec::deserialize(head).map_err(|error| source.toml(&error, span.clone()))?;
    let kind = Kind::find(spec.kind.get_ref()).ok_or_else(|| {
        let mut known: Vec<&str> = Kind::all().iter().map(|kind| kind.name).collect();
        known.sort_unstable();
        let message = format!("there is no kind of step `{}`", spec.kind.get_ref());
        let help = words::choice("use one of", spec.kind.get_ref(), &known);
        source.place(spec.kind.span(), message, help)
    })?;
    let from = inputs(source, kind.ports, from, spec.id.span())?;
    let params = params.unwrap_or_else(|| Spanned::new(spec.kind.span(), DeValue::Table(DeTable::new())));
    let settings = settings(&params);
    let job = kind.job(params).map_err(|error| source.toml(&error, spec.kind.span()))?;
    limits::check(source, kind.name, &settings)?;
    groups::check(source, kind.name, &*job, &settings)?;
    Ok(Parsed { spec, kind, job, from, settings })
}
