//! The finished starts of a fit on disk: one line each, so that a run that was stopped goes on.

use super::fitted::difference;
use super::place::failed;
use crate::failure::Failure;
use lca_model::{Outcome, StartResult};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A finished start and the processor time it took.
#[derive(Debug, Clone)]
pub(super) struct Finished {
    pub(super) result: StartResult,
    pub(super) cpu_s: f64,
}

/// The log of a fit: what it is a fit of, then one line for each finished start.
#[derive(Debug)]
pub(super) struct FitLog {
    path: PathBuf,
    file: Mutex<File>,
    pub(super) known: BTreeMap<usize, Finished>,
}

impl FitLog {
    /// Opens the log in a folder, or begins it. A half line, which a kill may leave, is cut off. A log of
    /// another fit is refused, unless none of its starts came to anything: that fit failed, and what was
    /// mended since makes it another one.
    pub(super) fn open(folder: &Path, of: &Value) -> Result<Self, Failure> {
        let path = folder.join("starts.jsonl");
        let text = if path.exists() {
            std::fs::read_to_string(&path).map_err(|cause| failed("cannot read", &path, &cause))?
        } else {
            String::new()
        };
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let mut lines = whole.lines();
        let first = lines.next().map(|first| serde_json::from_str::<Value>(first).unwrap_or_default());
        let mut known: BTreeMap<usize, Finished> = lines.filter_map(parse).collect();
        let mut whole = whole;
        if let Some(first) = first.filter(|first| first != of) {
            if known.values().any(|one| one.result.cost.is_finite()) {
                return Err(failed("cannot go on with", &path, &why(&first, of)));
            }
            (known, whole) = (BTreeMap::new(), "");
        }
        let fail = |cause: std::io::Error| failed("cannot write", &path, &cause);
        if whole.is_empty() {
            std::fs::write(&path, format!("{of}\n")).map_err(fail)?;
        } else if whole.len() < text.len() {
            std::fs::write(&path, whole).map_err(fail)?;
        }
        let file = OpenOptions::new().append(true).open(&path).map_err(fail)?;
        Ok(Self { path, file: Mutex::new(file), known })
    }

    /// Keeps a finished start.
    pub(super) fn keep(&self, index: usize, one: &Finished) -> Result<(), Failure> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let line = format!("{}\n", to_json(index, one));
        file.write_all(line.as_bytes()).map_err(|cause| failed("cannot write", &self.path, &cause))
    }
}

/// Why a log is of another fit, and what to do.
fn why(kept: &Value, now: &Value) -> String {
    let changed = |key: &str| kept[key] != now[key];
    if let Some(why) = difference(&kept["problem"], &now["problem"]) {
        return format!(
            "its starts are of another problem: {why}; give another --out, or remove this folder"
        );
    }
    if changed("starts") {
        return format!(
            "it is of --starts {0}, and this is --starts {1}; the starts of a fit hang together (a Latin \
             hypercube, and what its best fits give), so {1} are not {0} and some more; give another --out, or \
             --starts {0}",
            kept["starts"], now["starts"]
        );
    }
    let named =
        [("seed", "--seed"), ("draws", "--draws"), ("starting", "--starting"), ("optimizer", "--optimizer")];
    match named.into_iter().find(|(key, _)| changed(key)) {
        Some((key, option)) => {
            let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let (then, now) = (plain(&kept[key]), plain(&now[key]));
            format!("its starts are of {option} {then}, and this is {option} {now}; give another --out")
        }
        None => format!("lca {} wrote it, whose starts may differ; give another --out", kept["version"]),
    }
}

const OUTCOMES: [(Outcome, &str); 3] =
    [(Outcome::Converged, "converged"), (Outcome::Unfinished, "unfinished"), (Outcome::Failed, "failed")];

/// A start as kept on disk and as told to machines. The cost of one that failed is null.
pub(super) fn to_json(index: usize, one: &Finished) -> Value {
    let StartResult { start, parameters, cost, outcome, history, evaluations } = &one.result;
    let status = OUTCOMES.iter().find(|(known, _)| known == outcome).map_or("", |(_, name)| name);
    json!({
        "index": index, "objective": cost.is_finite().then_some(cost), "status": status,
        "iterations": history.len().saturating_sub(1), "evaluations": evaluations, "cpu_s": one.cpu_s,
        "parameters": parameters, "start": start, "history": history,
    })
}

fn parse(line: &str) -> Option<(usize, Finished)> {
    from_json(&serde_json::from_str(line).ok()?)
}

/// What [`to_json`] wrote.
pub(super) fn from_json(value: &Value) -> Option<(usize, Finished)> {
    let numbers = |key: &str| value[key].as_array()?.iter().map(Value::as_f64).collect::<Option<Vec<_>>>();
    let result = StartResult {
        start: numbers("start")?,
        parameters: numbers("parameters")?,
        cost: value["objective"].as_f64().unwrap_or(f64::INFINITY),
        outcome: OUTCOMES.iter().find(|(_, name)| value["status"] == *name)?.0,
        history: numbers("history")?,
        evaluations: usize::try_from(value["evaluations"].as_u64()?).ok()?,
    };
    let index = usize::try_from(value["index"].as_u64()?).ok()?;
    Some((index, Finished { result, cpu_s: value["cpu_s"].as_f64()? }))
}
