//! PEtab 1.0.

use super::super::columns::Columns;
use super::text::{Rows, header, number, optional, prior, replacement, replacements, table, unwritable};
use crate::FormatError;
use crate::sbml::sbml_text;
use lca_kinetics::petab::{
    Condition, Measurement, NoiseDistribution, Observable, Override, Parameter, Problem, Version,
};
use std::collections::BTreeMap;

pub(super) fn files(name: &str, problem: &Problem) -> Result<BTreeMap<String, Vec<u8>>, FormatError> {
    let file = |kind: &str| format!("{name}_{kind}.tsv");
    let tables = [
        ("parameters", parameters(&file("parameters"), &problem.parameters)?),
        ("conditions", conditions(&file("conditions"), &problem.conditions)?),
        ("observables", observables(&problem.observables)),
        ("measurements", measurements(&file("measurements"), problem)?),
    ];
    let yaml = format!(
        "format_version: 1\nparameter_file: {name}_parameters.tsv\nproblems:\n- condition_files:\n  - {name}_conditions.tsv\n  measurement_files:\n  - {name}_measurements.tsv\n  observable_files:\n  - {name}_observables.tsv\n  sbml_files:\n  - {name}.xml\n"
    );
    let mut files = BTreeMap::from([
        (format!("{name}.yaml"), yaml.into_bytes()),
        (format!("{name}.xml"), sbml_text(&problem.network).into_bytes()),
    ]);
    for (kind, rows) in tables {
        files.insert(file(kind), table(&file(kind), &rows)?);
    }
    Ok(files)
}

fn parameters(file: &str, parameters: &[Parameter]) -> Result<Rows, FormatError> {
    let mut rows = vec![header(Columns::Parameters.of(Version::V1))];
    for parameter in parameters {
        let [start, start_values] = prior(file, Version::V1, parameter.initialization_prior.as_ref())?;
        let [belief, belief_values] = prior(file, Version::V1, parameter.objective_prior.as_ref())?;
        rows.push(vec![
            parameter.id.clone(),
            optional(parameter.name.as_ref()),
            parameter.scale.name().to_owned(),
            number(parameter.lower),
            number(parameter.upper),
            number(parameter.nominal),
            if parameter.estimate { "1" } else { "0" }.to_owned(),
            start,
            start_values,
            belief,
            belief_values,
        ]);
    }
    Ok(rows)
}

fn conditions(file: &str, conditions: &[Condition]) -> Result<Rows, FormatError> {
    let mut targets: Vec<&str> = Vec::new();
    for (target, value) in conditions.iter().flat_map(|condition| &condition.changes) {
        if matches!(value, Override::Formula(_)) {
            return Err(unwritable(file, format!("PEtab 1.0 sets `{target}` by no formula; write 2.0")));
        }
        if !targets.contains(&target.as_str()) {
            targets.push(target);
        }
    }
    let mut rows = vec![header(&["conditionId", "conditionName"])];
    rows[0].extend(targets.iter().map(|&target| target.to_owned()));
    rows.extend(conditions.iter().map(|condition| {
        let mut row = vec![condition.id.clone(), optional(condition.name.as_ref())];
        row.extend(targets.iter().map(|target| {
            let change = condition.changes.iter().find(|(id, _)| id == target);
            change.map_or_else(String::new, |(_, one)| replacement(one))
        }));
        row
    }));
    Ok(rows)
}

fn observables(observables: &[Observable]) -> Rows {
    let mut rows = vec![header(Columns::Observables.of(Version::V1))];
    rows.extend(observables.iter().map(|observable| {
        let distribution = match observable.noise_distribution {
            NoiseDistribution::Normal => "normal",
            NoiseDistribution::Laplace => "laplace",
        };
        vec![
            observable.id.clone(),
            optional(observable.name.as_ref()),
            observable.formula.to_string(),
            observable.transformation.name().to_owned(),
            observable.noise_formula.to_string(),
            distribution.to_owned(),
        ]
    }));
    rows
}

fn measurements(file: &str, problem: &Problem) -> Result<Rows, FormatError> {
    let mut rows = vec![header(Columns::Measurements.of(Version::V1))];
    for measurement in &problem.measurements {
        rows.push(row(file, problem, measurement)?);
    }
    Ok(rows)
}

fn row(file: &str, problem: &Problem, measurement: &Measurement) -> Result<Vec<String>, FormatError> {
    let id = &measurement.experiment;
    let experiment =
        problem.experiment(id).ok_or_else(|| unwritable(file, format!("there is no experiment `{id}`")))?;
    let (before, condition) = experiment.plain().ok_or_else(|| {
        unwritable(file, format!("the experiment `{id}` is more than one condition from time 0; write 2.0"))
    })?;
    Ok(vec![
        measurement.observable.clone(),
        before.unwrap_or_default().to_owned(),
        condition.to_owned(),
        number(measurement.value),
        number(measurement.time),
        replacements(&measurement.observable_parameters),
        replacements(&measurement.noise_parameters),
        optional(measurement.dataset.as_ref()),
        optional(measurement.replicate.as_ref()),
    ])
}
