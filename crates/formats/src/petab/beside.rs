use super::fault::Fault;
use super::table::{Row, Table};
use super::{check, load, v1, v2};
use crate::FormatError;
use lca_kinetics::petab::{Measurement, Problem, Version};
use std::path::Path;

/// Whether lines of a measurement table have values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// Each has one.
    All,
    /// Those that were measured have; the others, and all where the column `measurement` is left out, are not numbers.
    Some,
    /// They are not looked at, and are not numbers.
    None,
}

/// A problem with other measurements, and with conditions beside its own, from PEtab tables of its
/// version: what a model fitted to the problem is to predict. A condition of the same name takes the
/// place of the problem's own.
///
/// # Errors
/// As [`super::read_petab`].
pub fn read_petab_tables(
    problem: &Problem,
    measurements: &Path,
    conditions: Option<&Path>,
    measured: Measured,
) -> Result<Problem, FormatError> {
    let mut found = Problem { measurements: Vec::new(), ..problem.clone() };
    if let Some(path) = conditions {
        replace_conditions(&mut found, path)?;
    }
    read_measurements(&mut found, measurements, measured)?;
    Ok(found)
}

/// Reads measurements that could be made: a PEtab measurement table in which the column `measurement`
/// may be left out and is not looked at. The values are not numbers.
///
/// # Errors
/// As [`super::read_petab`], for this table, and when the problem has no experiment that a line
/// needs.
pub fn read_candidates(path: &Path, problem: &Problem) -> Result<Vec<Measurement>, FormatError> {
    let mut found = Problem { measurements: Vec::new(), ..problem.clone() };
    read_measurements(&mut found, path, Measured::None)?;
    if let Some(experiment) = found.experiments.get(problem.experiments.len()) {
        let what = format!(
            "it needs the experiment `{}`, which the problem has not; measure after another condition",
            experiment.id
        );
        return Err(FormatError::broken(path, "PEtab table", what));
    }
    Ok(found.measurements)
}

fn replace_conditions(problem: &mut Problem, path: &Path) -> Result<(), FormatError> {
    let table = Table::parse(&load(path)?, path)?;
    let (mut new, mut faults) = (Vec::new(), Vec::new());
    if problem.version == Version::V1 {
        for row in table.rows(&["conditionId"])? {
            new.push((row.place(), v1::condition(&row, table.header())?));
        }
    } else {
        let mut changes = Vec::new();
        for row in table.rows(&["conditionId", "targetId", "targetValue"])? {
            changes.push((row.place(), v2::change(&row, &problem.parameters, &v2::Mapping::default())?));
        }
        new = v2::conditions(changes, &mut faults);
    }
    if let Some(fault) = faults.into_iter().next() {
        return Err(fault.into());
    }
    for (place, condition) in new {
        check::condition(problem, &condition).map_err(|wrong| Fault::new(&place, wrong))?;
        problem.conditions.retain(|known| known.id != condition.id);
        problem.conditions.push(condition);
    }
    Ok(())
}

/// Adds the measurements of a table.
fn read_measurements(problem: &mut Problem, path: &Path, measured: Measured) -> Result<(), FormatError> {
    let table = Table::parse(&load(path)?, path)?;
    let experiment = match problem.version {
        Version::V1 => "simulationConditionId",
        Version::V2 => "experimentId",
    };
    let mut needed = vec!["observableId", experiment, "time"];
    if measured == Measured::All {
        needed.push("measurement");
    }
    let mut before = Vec::new();
    for row in table.rows(&needed)? {
        let value = match measured {
            Measured::All => row.number("measurement")?,
            Measured::Some => row.maybe_number("measurement")?,
            Measured::None => f64::NAN,
        };
        let (rest, measurement) = planned(problem.version, &row)?;
        let measurement = Measurement { value, ..measurement };
        check::measurement(problem, &measurement, rest.as_deref())
            .map_err(|wrong| Fault::new(&row.place(), wrong))?;
        before.push(rest);
        problem.measurements.push(measurement);
    }
    if problem.version == Version::V1 {
        v1::experiments(problem, &before);
    }
    Ok(())
}

fn planned(version: Version, row: &Row<'_>) -> Result<(Option<String>, Measurement), Fault> {
    match version {
        Version::V1 => v1::planned(row),
        Version::V2 => v2::planned(row, None).map(|measurement| (None, measurement)),
    }
}
