use super::check;
use super::columns::Columns;
use super::fault::{Fault, Place};
use super::table::{Row, Table};
use super::yaml::{self, Files};
use super::{v1, v2};
use crate::FormatError;
use crate::sbml::parse_sbml;
use lca_kinetics::Network;
use lca_kinetics::petab::{Problem, Version};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

pub(super) type Load<'l> = &'l dyn Fn(&Path) -> Result<Vec<u8>, FormatError>;

/// A problem as far as it could be read, the lines its parts stand on, and what is wrong with others.
pub(super) struct Reading {
    pub(super) problem: Problem,
    pub(super) parameters: Vec<Place>,
    pub(super) conditions: Vec<Place>,
    pub(super) experiments: Vec<Place>,
    pub(super) observables: Vec<Place>,
    pub(super) measurements: Vec<Place>,
    pub(super) faults: Vec<Fault>,
    /// The model's file.
    pub(super) model: PathBuf,
    /// Keys and columns that are probably misspelt.
    pub(super) strays: Vec<Fault>,
    /// Whether every row could be read.
    pub(super) whole: bool,
    /// Whether a whole table could not be read, so that no reference can be judged.
    partial: bool,
    /// The head of the table of measurements.
    pub(super) measured: Option<Place>,
    /// Names in rows that could not be read: what refers to them is no fault of its own.
    unread: HashSet<String>,
}

/// Reads a problem whose tables have no fault.
pub(super) fn problem(name: &str, folder: &Path, load: Load<'_>) -> Result<Problem, FormatError> {
    let reading = reading(name, folder, load)?;
    match reading.faults.into_iter().next() {
        Some(fault) => Err(fault.into()),
        None => Ok(reading.problem),
    }
}

/// Reads what can be read. What keeps the rest from being read at all is an error.
pub(super) fn reading(name: &str, folder: &Path, load: Load<'_>) -> Result<Reading, FormatError> {
    let path = folder.join(name);
    let bytes = load(&path)?;
    let files = yaml::files(&bytes, &path)?;
    let model = folder.join(&files.model);
    let network = parse_sbml(&load(&model)?, &model)?;
    let tables = Tables::load(&files, folder, load)?;
    let mut strays = yaml::strays(&bytes, &path);
    strays.extend(tables.strays(files.version));
    let reading = match files.version {
        Version::V1 => tables.first(network),
        Version::V2 => tables.second(network, files.model_id.as_deref()),
    };
    Ok(Reading { model, strays, ..reading })
}

/// The tables of a problem, as they are.
struct Tables {
    parameters: Vec<Table>,
    conditions: Vec<Table>,
    experiments: Vec<Table>,
    observables: Vec<Table>,
    measurements: Vec<Table>,
    mappings: Vec<Table>,
}

impl Tables {
    fn load(files: &Files, folder: &Path, load: Load<'_>) -> Result<Self, FormatError> {
        let tables = |list: &[String]| {
            let table = |file: &String| {
                let path = folder.join(file);
                Table::parse(&load(&path)?, &path)
            };
            list.iter().map(table).collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            parameters: tables(&files.parameters)?,
            conditions: tables(&files.conditions)?,
            experiments: tables(&files.experiments)?,
            observables: tables(&files.observables)?,
            measurements: tables(&files.measurements)?,
            mappings: tables(&files.mappings)?,
        })
    }

    fn strays(&self, version: Version) -> Vec<Fault> {
        let tables = [
            (Columns::Parameters, &self.parameters),
            (Columns::Observables, &self.observables),
            (Columns::Measurements, &self.measurements),
            (Columns::Experiments, &self.experiments),
        ];
        let of = |(columns, tables): (Columns, &Vec<Table>)| {
            tables.iter().flat_map(|table| columns.strays(table, version)).collect::<Vec<_>>()
        };
        tables.into_iter().flat_map(of).collect()
    }

    fn first(&self, network: Network) -> Reading {
        let mut read = Reading::new(Version::V1, network);
        read.measured = self.measurements.first().map(Table::head);
        let needed = ["parameterId", "parameterScale", "estimate"];
        let parameters = read.unique(&self.parameters, &needed, "parameterId", |row, _| v1::parameter(row));
        (read.parameters, read.problem.parameters) = parameters.into_iter().unzip();
        let conditions = read.unique(&self.conditions, &["conditionId"], "conditionId", v1::condition);
        (read.conditions, read.problem.conditions) = conditions.into_iter().unzip();
        let needed = ["observableId", "observableFormula", "noiseFormula"];
        let observables =
            read.unique(&self.observables, &needed, "observableId", |row, _| v1::observable(row));
        (read.observables, read.problem.observables) = observables.into_iter().unzip();
        let needed = ["observableId", "simulationConditionId", "time", "measurement"];
        let measurements = read.rows(&self.measurements, &needed, |row, _| v1::measurement(row));
        let (places, items): (Vec<_>, Vec<_>) = measurements.into_iter().unzip();
        let before: Vec<Option<String>>;
        (before, read.problem.measurements) = items.into_iter().unzip();
        read.measurements = places;
        read.check(&before);
        v1::experiments(&mut read.problem, &before);
        read
    }

    fn second(&self, network: Network, model: Option<&str>) -> Reading {
        let mut read = Reading::new(Version::V2, network);
        read.measured = self.measurements.first().map(Table::head);
        let aliases = read.rows(&self.mappings, &["petabEntityId", "modelEntityId"], |row, _| v2::alias(row));
        let mapping = v2::Mapping::new(aliases.into_iter().filter_map(|(_, alias)| alias));
        self.second_parameters(&mut read, &mapping);
        self.second_experiments(&mut read, &mapping);
        let needed = ["observableId", "observableFormula", "noiseFormula"];
        let observables =
            read.unique(&self.observables, &needed, "observableId", |row, _| v2::observable(row, &mapping));
        (read.observables, read.problem.observables) = observables.into_iter().unzip();
        let needed = ["observableId", "experimentId", "time", "measurement"];
        let measurements = read.rows(&self.measurements, &needed, |row, _| v2::measurement(row, model));
        (read.measurements, read.problem.measurements) = measurements.into_iter().unzip();
        read.check(&[]);
        read
    }

    fn second_parameters(&self, read: &mut Reading, mapping: &v2::Mapping) {
        let needed = ["parameterId", "estimate"];
        let parameters = read.unique(&self.parameters, &needed, "parameterId", |row, _| v2::parameter(row));
        (read.parameters, read.problem.parameters) = parameters.into_iter().unzip();
        for parameter in &mut read.problem.parameters {
            parameter.id = mapping.model(&parameter.id).to_owned();
        }
        v2::fill_priors(&mut read.problem.parameters);
    }

    fn second_experiments(&self, read: &mut Reading, mapping: &v2::Mapping) {
        let known = std::mem::take(&mut read.problem.parameters);
        let needed = ["conditionId", "targetId", "targetValue"];
        let mut unread = HashSet::new();
        let changes = read.rows(&self.conditions, &needed, |row, _| {
            let note = |_: &Fault| unread.extend(row.cell("conditionId").map(str::to_owned));
            v2::change(row, &known, mapping).inspect_err(note)
        });
        read.problem.parameters = known;
        let conditions = v2::conditions(changes, &mut read.faults);
        (read.conditions, read.problem.conditions) = conditions.into_iter().unzip();
        let needed = ["experimentId", "time", "conditionId"];
        let begins = read.rows(&self.experiments, &needed, |row, _| {
            let note = |_: &Fault| unread.extend(row.cell("experimentId").map(str::to_owned));
            v2::begin(row).inspect_err(note)
        });
        read.unread.extend(unread);
        let experiments = v2::experiments(begins, &mut read.faults);
        (read.experiments, read.problem.experiments) = experiments.into_iter().unzip();
    }
}

impl Reading {
    fn new(version: Version, network: Network) -> Self {
        Self {
            problem: Problem { version, ..Problem::new(network) },
            parameters: Vec::new(),
            conditions: Vec::new(),
            experiments: Vec::new(),
            observables: Vec::new(),
            measurements: Vec::new(),
            faults: Vec::new(),
            model: PathBuf::new(),
            strays: Vec::new(),
            whole: true,
            partial: false,
            measured: None,
            unread: HashSet::new(),
        }
    }

    fn rows<T>(
        &mut self,
        tables: &[Table],
        needed: &[&str],
        mut read: impl FnMut(&Row<'_>, &[String]) -> Result<T, Fault>,
    ) -> Vec<(Place, T)> {
        let mut items = Vec::new();
        for table in tables {
            match table.rows(needed) {
                Err(fault) => {
                    self.partial = true;
                    self.faults.push(fault);
                }
                Ok(rows) => {
                    for row in rows {
                        match read(&row, table.header()) {
                            Ok(item) => items.push((row.place(), item)),
                            Err(fault) => self.faults.push(fault),
                        }
                    }
                }
            }
        }
        items
    }

    fn unique<T>(
        &mut self,
        tables: &[Table],
        needed: &[&str],
        id: &str,
        mut read: impl FnMut(&Row<'_>, &[String]) -> Result<T, Fault>,
    ) -> Vec<(Place, T)> {
        let (mut seen, mut unread) = (HashSet::new(), HashSet::new());
        let found = self.rows(tables, needed, |row, header| {
            let name = row.text(id)?;
            if seen.insert(name.to_owned()) {
                return read(row, header).inspect_err(|_| {
                    unread.insert(name.to_owned());
                });
            }
            Err(row.wrong(id, format!("`{name}` occurs more than once; make each `{id}` unique")))
        });
        self.unread.extend(unread);
        found
    }

    /// Finds references that lead nowhere. `before` names the condition before each measurement's.
    /// What follows from a row that could not be read is left out: it would drown the cause.
    fn check(&mut self, before: &[Option<String>]) {
        self.whole = self.faults.is_empty();
        if self.partial {
            return;
        }
        let (problem, unread) = (&self.problem, &self.unread);
        let mut faults: Vec<(Fault, usize)> = Vec::new();
        let mut note = |place: &Place, found: check::Checked| {
            let Err(wrong) = found else { return };
            if wrong.1.split('`').skip(1).step_by(2).any(|name| unread.contains(name)) {
                return;
            }
            let fault = Fault::new(place, wrong);
            let again = |(known, _): &&mut (Fault, usize)| {
                known.column == fault.column && known.what == fault.what && known.place.path == place.path
            };
            match faults.iter_mut().find(again) {
                Some((_, more)) => *more += 1,
                None => faults.push((fault, 0)),
            }
        };
        for (place, condition) in self.conditions.iter().zip(&problem.conditions) {
            note(place, check::condition(problem, condition));
        }
        for (place, experiment) in self.experiments.iter().zip(&problem.experiments) {
            note(place, check::experiment(problem, experiment));
        }
        for (place, observable) in self.observables.iter().zip(&problem.observables) {
            note(place, check::observable(problem, observable));
        }
        let none = None;
        for (at, (place, measurement)) in self.measurements.iter().zip(&problem.measurements).enumerate() {
            note(place, check::measurement(problem, measurement, before.get(at).unwrap_or(&none).as_deref()));
        }
        self.faults.extend(faults.into_iter().map(|(fault, more)| match more {
            0 => fault,
            1 => Fault { what: format!("{} (and in another line)", fault.what), ..fault },
            _ => Fault { what: format!("{} (and in {more} more lines)", fault.what), ..fault },
        }));
    }
}
