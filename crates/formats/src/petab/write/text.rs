//! Cells and tables as text.

use crate::FormatError;
use lca_kinetics::petab::{Override, Prior, Version};

/// A table by rows, the header first.
pub(super) type Rows = Vec<Vec<String>>;

/// Joins cells by tabs and rows by line breaks.
pub(super) fn table(file: &str, rows: &Rows) -> Result<Vec<u8>, FormatError> {
    if let Some(cell) = rows.iter().flatten().find(|cell| cell.contains(['\t', '\n', '\r', '"'])) {
        return Err(unwritable(file, format!("`{}` holds a tab, quote or line break", cell.escape_debug())));
    }
    let mut out = String::new();
    for row in rows {
        out.push_str(&row.join("\t"));
        out.push('\n');
    }
    Ok(out.into_bytes())
}

pub(super) fn unwritable(file: &str, what: impl Into<String>) -> FormatError {
    FormatError::Unwritable { path: file.into(), what: what.into() }
}

pub(super) fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

pub(super) fn number(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else if value.is_infinite() {
        if value > 0.0 { "inf" } else { "-inf" }.to_owned()
    } else {
        format!("{value:?}")
    }
}

pub(super) fn optional(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

pub(super) fn replacement(one: &Override) -> String {
    match one {
        Override::Number(value) => number(*value),
        Override::Parameter(id) => id.clone(),
        Override::Formula(formula) => formula.to_string(),
    }
}

pub(super) fn replacements(list: &[Override]) -> String {
    list.iter().map(replacement).collect::<Vec<_>>().join(";")
}

/// Name and parameters of a prior.
pub(super) fn prior(file: &str, version: Version, prior: Option<&Prior>) -> Result<[String; 2], FormatError> {
    let Some(prior) = prior else { return Ok([String::new(), String::new()]) };
    let name = prior
        .kind
        .name(version)
        .ok_or_else(|| unwritable(file, format!("this version of PEtab has no prior `{:?}`", prior.kind)))?;
    let values = prior.parameters.iter().take(prior.kind.parameters()).map(|&value| number(value));
    Ok([name.to_owned(), values.collect::<Vec<_>>().join(";")])
}
