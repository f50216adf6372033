use super::check::{check_condition, check_measurement};
use super::columns;
use super::table::Table;
use crate::FormatError;
use lca_kinetics::petab::Problem;
use std::path::Path;

/// A problem with other measurements, and with conditions beside its own, from PEtab tables: what a
/// model fitted to the problem is to predict. A condition of the same name takes the place of the
/// problem's own.
///
/// # Errors
/// As [`super::read_petab`].
pub fn read_petab_tables(
    problem: &Problem,
    measurements: &Path,
    conditions: Option<&Path>,
) -> Result<Problem, FormatError> {
    let load = |path: &Path| Table::parse(&std::fs::read(path).map_err(FormatError::io("read", path))?, path);
    let mut found = Problem { measurements: Vec::new(), ..problem.clone() };
    if let Some(path) = conditions {
        let table = load(path)?;
        for row in table.rows(&["conditionId"])? {
            let condition = columns::condition(&row, table.header())?;
            check_condition(&found, &condition).map_err(|what| row.wrong(what))?;
            found.conditions.retain(|one| one.id != condition.id);
            found.conditions.push(condition);
        }
    }
    let table = load(measurements)?;
    for row in table.rows(&["observableId", "simulationConditionId", "time", "measurement"])? {
        let measurement = columns::measurement(&row)?;
        check_measurement(&found, &measurement).map_err(|what| row.wrong(what))?;
        found.measurements.push(measurement);
    }
    Ok(found)
}
