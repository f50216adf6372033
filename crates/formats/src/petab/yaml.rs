use super::fault::{Fault, Place};
use crate::FormatError;
use crate::sbml::not_yaml;
use lca_core::nearest;
use lca_kinetics::petab::Version;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use std::path::Path;

/// The YAML file of a problem of either version. Visualisation does not touch the problem itself.
#[derive(Debug, Deserialize)]
struct Yaml {
    format_version: Number,
    // Version 1.
    parameter_file: Option<OneOrMany>,
    problems: Option<Vec<Part>>,
    // Version 2.
    model_files: Option<BTreeMap<String, Model>>,
    parameter_files: Option<Vec<String>>,
    observable_files: Option<Vec<String>>,
    measurement_files: Option<Vec<String>>,
    condition_files: Option<Vec<String>>,
    experiment_files: Option<Vec<String>>,
    mapping_files: Option<Vec<String>>,
    extensions: Option<BTreeMap<String, Extension>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Number {
    Number(f64),
    Text(String),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Deserialize)]
struct Part {
    sbml_files: Vec<String>,
    condition_files: Vec<String>,
    measurement_files: Vec<String>,
    observable_files: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Model {
    location: String,
    language: String,
}

#[derive(Debug, Deserialize)]
struct Extension {
    #[serde(default)]
    required: bool,
}

/// The names of the files of a problem.
#[derive(Debug)]
pub(super) struct Files {
    pub(super) version: Version,
    /// The identifier of the model, which only version 2 gives.
    pub(super) model_id: Option<String>,
    pub(super) model: String,
    pub(super) parameters: Vec<String>,
    pub(super) conditions: Vec<String>,
    pub(super) experiments: Vec<String>,
    pub(super) measurements: Vec<String>,
    pub(super) observables: Vec<String>,
    pub(super) mappings: Vec<String>,
}

pub(super) fn files(bytes: &[u8], path: &Path) -> Result<Files, FormatError> {
    if let Some(why) = not_yaml(bytes) {
        return Err(FormatError::broken(path, "PEtab YAML", why));
    }
    let yaml: Yaml = serde_norway::from_slice(bytes)
        .map_err(|error| FormatError::broken(path, "PEtab YAML", brief(&error)))?;
    let version = match &yaml.format_version {
        Number::Number(number) => format!("{number}"),
        Number::Text(text) => text.clone(),
    };
    match version.split('.').next() {
        Some("1") => first(yaml, path),
        Some("2") => second(yaml, path),
        _ => {
            let what = format!("PEtab version {version}");
            Err(FormatError::unsupported(path, what, "write it as PEtab 1.0 or 2.0"))
        }
    }
}

/// The keys at the top of the file.
const KEYS: [&str; 11] = [
    "format_version",
    "parameter_file",
    "problems",
    "model_files",
    "parameter_files",
    "observable_files",
    "measurement_files",
    "condition_files",
    "experiment_files",
    "mapping_files",
    "extensions",
];

/// Keys at the top of the file that are nearly, but not, ones that mean something: what they name is passed over.
pub(super) fn strays(bytes: &[u8], path: &Path) -> Vec<Fault> {
    let Ok(top) = serde_norway::from_slice::<BTreeMap<String, IgnoredAny>>(bytes) else { return Vec::new() };
    let text = String::from_utf8_lossy(bytes);
    let fault = |key: &String| {
        let missing = KEYS.into_iter().filter(|known| !top.contains_key(*known));
        let near = nearest(key, missing).filter(|_| !KEYS.contains(&key.as_str()))?;
        let line = (1..).zip(text.lines()).find(|(_, line)| line.starts_with(key.as_str()));
        let place = Place { path: path.to_owned(), line: line.map_or(1, |(number, _)| number) };
        let what = format!("`{key}` is not a key of PEtab and means nothing; is `{near}` meant?");
        Some(Fault { place, column: None, what })
    };
    top.keys().filter_map(fault).collect()
}

/// The reason, without the whole file where that is quoted in it.
fn brief(error: &serde_norway::Error) -> String {
    let text = error.to_string().replace(['\n', '\r'], " ");
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{} …; is it a problem's YAML file?", &text[..end]),
        None => text,
    }
}

fn needed<T>(field: Option<T>, name: &str, path: &Path) -> Result<T, FormatError> {
    field.ok_or_else(|| FormatError::broken(path, "PEtab YAML", format!("`{name}` is missing")))
}

fn first(yaml: Yaml, path: &Path) -> Result<Files, FormatError> {
    let parameters = match needed(yaml.parameter_file, "parameter_file", path)? {
        OneOrMany::One(name) => vec![name],
        OneOrMany::Many(names) => names,
    };
    let mut problems = needed(yaml.problems, "problems", path)?.into_iter();
    let (Some(part), None) = (problems.next(), problems.next()) else {
        return Err(FormatError::unsupported(path, "other than one problem", "split it, one file for each"));
    };
    let mut models = part.sbml_files.into_iter();
    let (Some(model), None) = (models.next(), models.next()) else {
        return Err(FormatError::unsupported(path, "other than one SBML file", "name exactly one"));
    };
    Ok(Files {
        version: Version::V1,
        model_id: None,
        model,
        parameters,
        conditions: part.condition_files,
        experiments: Vec::new(),
        measurements: part.measurement_files,
        observables: part.observable_files,
        mappings: Vec::new(),
    })
}

fn second(yaml: Yaml, path: &Path) -> Result<Files, FormatError> {
    let mut models = needed(yaml.model_files, "model_files", path)?.into_iter();
    let (Some((id, model)), None) = (models.next(), models.next()) else {
        return Err(FormatError::unsupported(path, "other than one model", "split it, one file for each"));
    };
    if model.language != "sbml" {
        let what = format!("a model in `{}`", model.language);
        return Err(FormatError::unsupported(path, what, "give the model as SBML"));
    }
    let required = |(_, extension): &(&String, &Extension)| extension.required;
    if let Some((name, _)) = yaml.extensions.iter().flatten().find(required) {
        let what = format!("the extension `{name}`, which it says is required");
        return Err(FormatError::unsupported(path, what, "write the problem without it"));
    }
    Ok(Files {
        version: Version::V2,
        model_id: Some(id),
        model: model.location,
        parameters: needed(yaml.parameter_files, "parameter_files", path)?,
        conditions: yaml.condition_files.unwrap_or_default(),
        experiments: yaml.experiment_files.unwrap_or_default(),
        measurements: needed(yaml.measurement_files, "measurement_files", path)?,
        observables: needed(yaml.observable_files, "observable_files", path)?,
        mappings: yaml.mapping_files.unwrap_or_default(),
    })
}
