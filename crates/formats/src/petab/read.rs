use super::check::{check_condition, check_measurement, check_observable};
use super::table::{Row, Table};
use super::{columns, yaml};
use crate::FormatError;
use crate::sbml::parse_sbml;
use lca_kinetics::petab::Problem;
use std::collections::HashSet;
use std::path::Path;

type Load<'l> = &'l dyn Fn(&Path) -> Result<Vec<u8>, FormatError>;

pub(super) fn problem(name: &str, folder: &Path, load: Load<'_>) -> Result<Problem, FormatError> {
    let path = folder.join(name);
    let files = yaml::files(&load(&path)?, &path)?;
    let model = folder.join(&files.model);
    let tables = |list: &[String]| {
        let table = |file: &String| {
            let path = folder.join(file);
            Table::parse(&load(&path)?, &path)
        };
        list.iter().map(table).collect::<Result<Vec<_>, _>>()
    };
    let mut problem = Problem {
        network: parse_sbml(&load(&model)?, &model)?,
        parameters: Vec::new(),
        conditions: Vec::new(),
        observables: Vec::new(),
        measurements: Vec::new(),
    };
    let needed = ["parameterId", "parameterScale", "estimate"];
    problem.parameters =
        unique(&tables(&files.parameters)?, &needed, "parameterId", |row, _| columns::parameter(row))?;
    problem.conditions =
        unique(&tables(&files.conditions)?, &["conditionId"], "conditionId", |row, header| {
            let condition = columns::condition(row, header)?;
            check_condition(&problem, &condition).map_err(|what| row.wrong(what))?;
            Ok(condition)
        })?;
    let needed = ["observableId", "observableFormula", "noiseFormula"];
    problem.observables = unique(&tables(&files.observables)?, &needed, "observableId", |row, _| {
        let observable = columns::observable(row)?;
        check_observable(&problem, &observable).map_err(|what| row.wrong(what))?;
        Ok(observable)
    })?;
    let needed = ["observableId", "simulationConditionId", "time", "measurement"];
    problem.measurements = rows(&tables(&files.measurements)?, &needed, |row, _| {
        let measurement = columns::measurement(row)?;
        check_measurement(&problem, &measurement).map_err(|what| row.wrong(what))?;
        Ok(measurement)
    })?;
    Ok(problem)
}

fn rows<T>(
    tables: &[Table],
    needed: &[&str],
    mut read: impl FnMut(&Row<'_>, &[String]) -> Result<T, FormatError>,
) -> Result<Vec<T>, FormatError> {
    let mut items = Vec::new();
    for table in tables {
        for row in table.rows(needed)? {
            items.push(read(&row, table.header())?);
        }
    }
    Ok(items)
}

fn unique<T>(
    tables: &[Table],
    needed: &[&str],
    id: &str,
    read: impl Fn(&Row<'_>, &[String]) -> Result<T, FormatError>,
) -> Result<Vec<T>, FormatError> {
    let mut seen = HashSet::new();
    rows(tables, needed, |row, header| {
        let name = row.text(id)?;
        if seen.insert(name.to_owned()) {
            return read(row, header);
        }
        Err(row.wrong(format!("`{name}` occurs more than once; make each `{id}` unique")))
    })
}
