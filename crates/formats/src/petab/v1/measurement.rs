use crate::petab::cells::replacements;
use crate::petab::fault::Fault;
use crate::petab::table::Row;
use lca_kinetics::petab::{Experiment, Measurement, Problem};
use std::collections::BTreeMap;

/// A measurement, of whose experiment only the condition is named, and the condition before.
pub(in crate::petab) fn measurement(row: &Row<'_>) -> Result<(Option<String>, Measurement), Fault> {
    let time = row.number("time")?;
    if time < 0.0 {
        return Err(row.wrong("time", format!("`time` is {time}; it must not be negative")));
    }
    let plain = Measurement::new(
        row.text("observableId")?,
        row.text("simulationConditionId")?,
        time,
        row.number("measurement")?,
    );
    let measurement = Measurement {
        observable_parameters: replacements(row, "observableParameters")?,
        noise_parameters: replacements(row, "noiseParameters")?,
        dataset: row.cell("datasetId").map(str::to_owned),
        replicate: row.cell("replicateId").map(str::to_owned),
        ..plain
    };
    Ok((row.cell("preequilibrationConditionId").map(str::to_owned), measurement))
}

/// Gives each measurement its experiment. It has the name of the condition, or, where the same
/// condition comes after several others, the names of both.
pub(in crate::petab) fn experiments(problem: &mut Problem, before: &[Option<String>]) {
    let mut befores: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for (measurement, before) in problem.measurements.iter().zip(before) {
        let known = befores.entry(measurement.experiment.clone()).or_default();
        if !known.contains(before) {
            known.push(before.clone());
        }
    }
    for (measurement, before) in problem.measurements.iter_mut().zip(before) {
        let Some(before) = before else { continue };
        let condition = measurement.experiment.clone();
        let mut id = condition.clone();
        if befores.get(&condition).is_some_and(|known| known.len() > 1) {
            id = format!("{before}_then_{condition}");
            while problem.conditions.iter().any(|known| known.id == id) {
                id.push('_');
            }
        }
        if !problem.experiments.iter().any(|known| known.id == id) {
            problem.experiments.push(Experiment::after_rest(&id, before, &condition));
        }
        measurement.experiment = id;
    }
}
