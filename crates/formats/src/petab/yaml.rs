use crate::FormatError;
use serde::Deserialize;
use std::path::Path;

/// The YAML file of a problem. Visualisation and extensions do not touch the problem itself.
#[derive(Debug, Deserialize)]
pub(super) struct Yaml {
    format_version: Version,
    parameter_file: OneOrMany,
    problems: Vec<Part>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Version {
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

/// The names of the files of a problem.
#[derive(Debug)]
pub(super) struct Files {
    pub(super) parameters: Vec<String>,
    pub(super) model: String,
    pub(super) conditions: Vec<String>,
    pub(super) measurements: Vec<String>,
    pub(super) observables: Vec<String>,
}

pub(super) fn files(bytes: &[u8], path: &Path) -> Result<Files, FormatError> {
    let yaml: Yaml = serde_norway::from_slice(bytes)
        .map_err(|error| FormatError::broken(path, "PEtab YAML", error.to_string()))?;
    let version = match &yaml.format_version {
        Version::Number(number) => format!("{number}"),
        Version::Text(text) => text.clone(),
    };
    if version != "1" && !version.starts_with("1.") {
        let what = format!("PEtab version {version}");
        return Err(FormatError::unsupported(path, what, "write it as PEtab 1.0"));
    }
    let parameters = match yaml.parameter_file {
        OneOrMany::One(name) => vec![name],
        OneOrMany::Many(names) => names,
    };
    let mut problems = yaml.problems.into_iter();
    let (Some(part), None) = (problems.next(), problems.next()) else {
        return Err(FormatError::unsupported(path, "other than one problem", "split it, one file for each"));
    };
    let mut models = part.sbml_files.into_iter();
    let (Some(model), None) = (models.next(), models.next()) else {
        return Err(FormatError::unsupported(path, "other than one SBML file", "name exactly one"));
    };
    let Part { condition_files, measurement_files, observable_files, .. } = part;
    Ok(Files {
        parameters,
        model,
        conditions: condition_files,
        measurements: measurement_files,
        observables: observable_files,
    })
}
