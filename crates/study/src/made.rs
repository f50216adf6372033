//! Studies that commands make for themselves, of files whose specimens are not known.

use crate::study::Study;
use crate::{StudyError, file};
use std::path::Path;
use toml::Value;

/// A study of some steps and of files, each of them an assay by its name. `path` is where the study would be, from where
/// the files are named.
pub(crate) fn study(
    path: &Path,
    name: &str,
    modality: &str,
    files: &[(&str, &Path)],
    steps: Vec<Value>,
) -> Result<Study, StudyError> {
    let assay = |&(name, path): &(&str, &Path)| {
        let files = table([("file", path.to_string_lossy().as_ref().into())]);
        table([
            ("id", name.into()),
            ("specimen", "unknown".into()),
            ("modality", modality.into()),
            ("files", files),
        ])
    };
    let study = table([
        ("name", name.into()),
        ("subject", vec![table([("id", "unknown".into())])].into()),
        ("specimen", vec![table([("id", "unknown".into()), ("subject", "unknown".into())])].into()),
        ("assay", files.iter().map(assay).collect::<Vec<_>>().into()),
        ("step", steps.into()),
    ]);
    // A table, unlike a value, is written as a document.
    let document = study.as_table().map(ToString::to_string).unwrap_or_default();
    Ok(file::parse(path, &document)?)
}

/// A table of these entries.
pub(crate) fn table<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Table(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
