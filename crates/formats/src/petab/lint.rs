//! What is wrong with a problem, or probably not meant.

mod unused;
mod values;

use super::fault::{Fault, Place};
use super::read::{self, Reading};
use super::{load, parts};
use crate::FormatError;
use crate::sbml::sbml_warnings;
use std::path::{Path, PathBuf};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The problem cannot be used.
    Error,
    /// It can be used, but something is probably not meant so.
    Warning,
}

/// Something found in a file of a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The file.
    pub file: PathBuf,
    /// The line in it, from 1.
    pub line: Option<u64>,
    /// The column of the table.
    pub column: Option<String>,
    /// What it is, and what to do.
    pub message: String,
}

impl Finding {
    fn new(severity: Severity, fault: Fault) -> Self {
        let Fault { place, column, what } = fault;
        Self { severity, file: place.path, line: Some(place.line), column, message: what }
    }
}

/// What warnings are gathered in.
struct Warnings(Vec<Fault>);

impl Warnings {
    fn note(&mut self, place: &Place, column: &str, what: String) {
        self.0.push(Fault { place: place.clone(), column: Some(column.to_owned()), what });
    }
}

/// Checks a problem of either version: all that is wrong, then all that is probably not meant, each
/// by file and line.
///
/// # Errors
/// When a file cannot be read at all; that is one more thing wrong with the problem.
pub fn lint_petab(yaml: &Path) -> Result<Vec<Finding>, FormatError> {
    let (folder, name) = parts(yaml);
    let mut reading = read::reading(&name, folder, &load)?;
    let mut faults = std::mem::take(&mut reading.faults);
    if faults.is_empty() && reading.problem.measurements.is_empty() {
        faults.extend(reading.measured.as_ref().map(|place| Fault {
            place: place.clone(),
            column: None,
            what: "there is no measurement, so there is nothing to fit to; fill in the table".to_owned(),
        }));
    }
    let mut found: Vec<Finding> =
        faults.into_iter().map(|fault| Finding::new(Severity::Error, fault)).collect();
    let warnings = warnings(&reading);
    found.extend(warnings.into_iter().map(|fault| Finding::new(Severity::Warning, fault)));
    found.extend(units(&reading.model)?);
    found.sort_by(|a, b| (a.severity, &a.file, a.line).cmp(&(b.severity, &b.file, b.line)));
    Ok(found)
}

/// Where formulas of the model mix units.
fn units(model: &Path) -> Result<Vec<Finding>, FormatError> {
    let clash = |what: String| Finding {
        severity: Severity::Warning,
        file: model.to_owned(),
        line: None,
        column: None,
        message: format!("units clash: {what}"),
    };
    Ok(sbml_warnings(model)?.into_iter().map(clash).collect())
}

fn warnings(reading: &Reading) -> Vec<Fault> {
    let mut warnings = Warnings(reading.strays.clone());
    values::parameters(reading, &mut warnings);
    values::observables(reading, &mut warnings);
    values::measurements(reading, &mut warnings);
    // What could not be read may use the rest.
    if reading.whole {
        unused::parameters(reading, &mut warnings);
        unused::others(reading, &mut warnings);
    }
    warnings.0
}
