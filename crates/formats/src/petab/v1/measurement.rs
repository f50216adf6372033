use crate::petab::cells::replacements;
use crate::petab::fault::Fault;
use crate::petab::table::Row;
use lca_kinetics::petab::{Experiment, Measurement, Problem};
use std::collections::BTreeMap;

/// A measurement, of whose experiment only the condition is named, and the condition before.
pub(in crate::petab) fn measurement(row: &Row<'_>) -> Result<(Option<String>, Measurement), Fault> {
    let (before, measurement) = planned(row)?;
    Ok((before, Measurement { value: row.number("measurement")?, ..measurement }))
}

/// The same without its value.
pub(in crate::petab) fn planned(row: &Row<'_>) -> Result<(Option<String>, Measurement), Fault> {
    let time = row.number("time")?;
    if time < 0.0 {
        return Err(row.wrong("time", format!("`time` is {time}; it must not be negative")));
    }
    let condition = row.text("simulationConditionId")?;
    let plain = Measurement::new(row.text("observableId")?, condition, time, f64::NAN);
    let measurement = Measurement {
        observable_parameters: replacements(row, "observableParameters")?,
        noise_parameters: replacements(row, "noiseParameters")?,
        dataset: row.cell("datasetId").map(str::to_owned),
        replicate: row.cell("replicateId").map(str::to_owned),
        ..plain
    };
    Ok((row.cell("preequilibrationConditionId").map(str::to_owned), measurement))
}

/// Gives each measurement its experiment, which is listed where it is not that condition alone. It
/// has the name of the condition, or, where the condition does not always come after the same other,
/// the names of both.
pub(in crate::petab) fn experiments(problem: &mut Problem, before: &[Option<String>]) {
    let mut befores: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for (measurement, before) in problem.measurements.iter().zip(before) {
        let known = befores.entry(measurement.experiment.clone()).or_default();
        if !known.contains(before) {
            known.push(before.clone());
        }
    }
    for (at, before) in before.iter().enumerate() {
        let Some(measurement) = problem.measurements.get(at) else { return };
        let condition = measurement.experiment.clone();
        let alone = befores.get(&condition).is_none_or(|known| known.len() == 1);
        let id = experiment(problem, before.as_deref(), &condition, alone);
        problem.measurements[at].experiment = id;
    }
}

/// The identifier of the experiment that is `condition` after rest under `before`.
fn experiment(problem: &mut Problem, before: Option<&str>, condition: &str, alone: bool) -> String {
    let mut id = condition.to_owned();
    loop {
        let listed = problem.experiments.iter().find(|known| known.id == id);
        let wanted = Some((before, condition));
        match listed {
            Some(known) if known.plain() == wanted => return id,
            // A condition alone need not be listed.
            None if id == condition && before.is_none() => return id,
            None if (id == condition && alone) || problem.condition(&id).is_none() => {
                problem.experiments.push(match before {
                    Some(before) => Experiment::after_rest(&id, before, condition),
                    None => Experiment { id: id.clone(), ..Experiment::of(condition) },
                });
                return id;
            }
            _ if id == condition => id = format!("{}_then_{condition}", before.unwrap_or("start")),
            _ => id.push('_'),
        }
    }
}
