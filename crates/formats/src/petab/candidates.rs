use super::check::check_measurement;
use super::columns::planned;
use super::table::Table;
use crate::FormatError;
use lca_kinetics::petab::{Measurement, Problem};
use std::fs;
use std::path::Path;

/// Reads measurements that could be made: a PEtab measurement table in which the column `measurement`
/// may be left out and is not looked at. The values are not numbers.
///
/// # Errors
/// As [`super::read_petab`], for this table.
pub fn read_candidates(path: &Path, problem: &Problem) -> Result<Vec<Measurement>, FormatError> {
    let table = Table::parse(&fs::read(path).map_err(FormatError::io("read", path))?, path)?;
    let rows = table.rows(&["observableId", "simulationConditionId", "time"])?;
    let read = |row: super::table::Row<'_>| {
        let one = planned(&row)?;
        check_measurement(problem, &one).map_err(|what| row.wrong(what))?;
        Ok(one)
    };
    rows.map(read).collect()
}
