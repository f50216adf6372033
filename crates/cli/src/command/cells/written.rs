//! The path from counts to states as a study.

use super::samples::Samples;
use crate::args::CellsRunArgs;
use crate::command::place::failed;
use crate::failure::Failure;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// The kinds of steps on the path, whose parameters may be set.
const KINDS: [&str; 17] = [
    "import-counts",
    "empty-droplets",
    "join-samples",
    "quality",
    "calibrate",
    "doublets",
    "normalize",
    "variable-genes",
    "pca",
    "integrate",
    "neighbors",
    "leiden",
    "ambient",
    "umap",
    "markers",
    "annotate",
    "kept-biology",
];

/// Kinds that do not stand in the row of steps that each take from the one before.
const APART: [&str; 7] =
    ["import-counts", "empty-droplets", "join-samples", "umap", "markers", "annotate", "kept-biology"];

/// Kinds that are on the path only where their parameters are given, be it none: `[doublets]`.
const ASKED: [&str; 4] = ["calibrate", "doublets", "integrate", "ambient"];

/// The study's text.
pub(super) fn study(args: &CellsRunArgs, name: &str, samples: &Samples) -> Result<String, Failure> {
    let mut params = configured(args)?;
    let read = [
        ("orientation", args.genes_in.map(|axis| axis.direction().into())),
        ("genome", args.genome.as_deref().map(Value::from)),
        ("raw", args.raw.then(|| true.into())),
        ("make_unique", args.make_unique.then(|| true.into())),
    ];
    for (name, value) in read {
        if let Some(value) = value {
            params.entry("import-counts".to_owned()).or_default().insert(name.to_owned(), value);
        }
    }
    if let Some(resolution) = args.resolution {
        params.entry("leiden".to_owned()).or_default().insert("resolution".to_owned(), resolution.into());
    }
    if let Some(batch) = &args.batch {
        params.entry("integrate".to_owned()).or_default().insert("batch".to_owned(), batch.as_str().into());
    }
    if let Some(batch) = params.get("integrate").and_then(|set| set.get("batch")).cloned() {
        params.entry("kept-biology".to_owned()).or_default().entry("batch".to_owned()).or_insert(batch);
    }
    if let Some(markers) = &args.markers {
        let types = markers.0.clone().into();
        params.entry("annotate".to_owned()).or_default().insert("types".to_owned(), types);
    }
    let known: Table =
        samples.known.iter().map(|(name, values)| (name.clone(), values.clone().into())).collect();
    if !known.is_empty() {
        params.entry("join-samples".to_owned()).or_default().insert("known".to_owned(), known.into());
    }
    let entries = |of: &[(&str, Value)]| -> Value {
        of.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect::<Table>().into()
    };
    let assay = |(name, path): &(String, std::path::PathBuf)| {
        let files = entries(&[("counts", path.display().to_string().into())]);
        entries(&[
            ("id", name.as_str().into()),
            ("specimen", name.as_str().into()),
            ("modality", "sc-rna-seq".into()),
            ("files", files),
        ])
    };
    let each =
        |of: &dyn Fn(&str) -> Value| Value::Array(samples.files.iter().map(|(name, _)| of(name)).collect());
    let whole: Table = [
        ("name", name.into()),
        ("title", format!("Cells of {name}").into()),
        ("seed", args.seed.into()),
        ("subject", each(&|name| entries(&[("id", name.into())]))),
        ("specimen", each(&|name| entries(&[("id", name.into()), ("subject", name.into())]))),
        ("assay", Value::Array(samples.files.iter().map(assay).collect())),
        ("step", Value::Array(steps(samples, params))),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    Ok(whole.to_string())
}

/// Parameters by kind of step.
type Params = BTreeMap<String, Table>;

fn configured(args: &CellsRunArgs) -> Result<Params, Failure> {
    let Some(path) = &args.config else { return Ok(Params::new()) };
    let wrong = |why: &dyn std::fmt::Display| failed("cannot use", path, why);
    let text = std::fs::read_to_string(path).map_err(|cause| wrong(&cause))?;
    let table: Table = text.parse().map_err(|cause: toml::de::Error| wrong(&cause))?;
    let mut params = Params::new();
    for (kind, value) in table {
        let Value::Table(set) = value else {
            return Err(wrong(&format!(
                "`{kind}` is no table; write the parameters of a step below `[KIND]`"
            )));
        };
        if !KINDS.contains(&kind.as_str()) {
            return Err(wrong(&format!(
                "there is no step `{kind}` on the path; there are: {}",
                KINDS.join(", ")
            )));
        }
        params.insert(kind, set);
    }
    Ok(params)
}

/// The steps in their order, each from the one before.
fn steps(samples: &Samples, mut params: Params) -> Vec<Value> {
    let mut all = Vec::new();
    let imports = params.remove("import-counts").unwrap_or_default();
    // Droplets are told apart within each sample: each has its own ambient RNA.
    let droplets = params.remove("empty-droplets");
    for (name, _) in &samples.files {
        let raw = format!("{name}-raw");
        let import = if droplets.is_some() { &raw } else { name };
        all.push(step(import, "import-counts", ("assay", name.as_str().into()), imports.clone()));
        if let Some(params) = &droplets {
            all.push(step(name, "empty-droplets", ("from", raw.as_str().into()), params.clone()));
        }
    }
    let names: Vec<&str> = samples.files.iter().map(|(name, _)| name.as_str()).collect();
    let mut last = names.first().copied().unwrap_or_default().to_owned();
    // A sheet's columns are told of one sample too.
    if names.len() > 1 || params.contains_key("join-samples") {
        let from = names.into();
        all.push(step(
            "samples",
            "join-samples",
            ("from", from),
            params.remove("join-samples").unwrap_or_default(),
        ));
        "samples".clone_into(&mut last);
    }
    for kind in KINDS.into_iter().filter(|kind| !APART.contains(kind)) {
        if ASKED.contains(&kind) && !params.contains_key(kind) {
            continue;
        }
        all.push(step(kind, kind, ("from", last.into()), params.remove(kind).unwrap_or_default()));
        last = kind.to_owned();
    }
    all.push(step("umap", "umap", ("from", "neighbors".into()), params.remove("umap").unwrap_or_default()));
    all.push(step(
        "markers",
        "markers",
        ("from", last.as_str().into()),
        params.remove("markers").unwrap_or_default(),
    ));
    let mut found = vec!["markers", "umap"];
    for kind in ["annotate", "kept-biology"] {
        if let Some(set) = params.remove(kind) {
            all.push(step(kind, kind, ("from", last.as_str().into()), set));
            found.push(kind);
        }
    }
    let ends: Table = [("cells".to_owned(), found.into())].into_iter().collect();
    all.push(step("cells", "table", ("from", ends.into()), Table::new()));
    all
}

fn step(id: &str, kind: &str, (key, value): (&str, Value), params: Table) -> Value {
    let mut table: Table = [("id", id.into()), ("kind", kind.into()), (key, value)]
        .into_iter()
        .map(|(key, value): (&str, Value)| (key.to_owned(), value))
        .collect();
    if !params.is_empty() {
        table.insert("params".to_owned(), params.into());
    }
    table.into()
}
