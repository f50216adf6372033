use crate::FormatError;
use crate::sbml::sbml_text;
use lca_kinetics::petab::{
    Condition, Measurement, NoiseDistribution, Observable, Override, Parameter, Prior, Problem,
};
use std::collections::BTreeMap;

pub(super) fn files(name: &str, problem: &Problem) -> Result<BTreeMap<String, Vec<u8>>, FormatError> {
    let tables = [
        ("parameters", parameters(&problem.parameters)),
        ("conditions", conditions(&problem.conditions)),
        ("observables", observables(&problem.observables)),
        ("measurements", measurements(&problem.measurements)),
    ];
    let yaml = format!(
        "format_version: 1\nparameter_file: {name}_parameters.tsv\nproblems:\n- condition_files:\n  - {name}_conditions.tsv\n  measurement_files:\n  - {name}_measurements.tsv\n  observable_files:\n  - {name}_observables.tsv\n  sbml_files:\n  - {name}.xml\n"
    );
    let mut files = BTreeMap::from([
        (format!("{name}.yaml"), yaml.into_bytes()),
        (format!("{name}.xml"), sbml_text(&problem.network).into_bytes()),
    ]);
    for (kind, rows) in tables {
        let file = format!("{name}_{kind}.tsv");
        files.insert(file.clone(), text(&file, &rows)?);
    }
    Ok(files)
}

/// Joins cells by tabs and rows by line breaks.
fn text(file: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, FormatError> {
    if let Some(cell) = rows.iter().flatten().find(|cell| cell.contains(['\t', '\n', '\r', '"'])) {
        let what = format!("`{}` holds a tab, quote or line break", cell.escape_debug());
        return Err(FormatError::Unwritable { path: file.into(), what });
    }
    let mut out = String::new();
    for row in rows {
        out.push_str(&row.join("\t"));
        out.push('\n');
    }
    Ok(out.into_bytes())
}

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn number(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else if value.is_infinite() {
        if value > 0.0 { "inf" } else { "-inf" }.to_owned()
    } else {
        format!("{value:?}")
    }
}

fn optional(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn replacement(one: &Override) -> String {
    match one {
        Override::Number(value) => number(*value),
        Override::Parameter(id) => id.clone(),
    }
}

fn parameters(parameters: &[Parameter]) -> Vec<Vec<String>> {
    let mut rows = vec![header(&[
        "parameterId",
        "parameterName",
        "parameterScale",
        "lowerBound",
        "upperBound",
        "nominalValue",
        "estimate",
        "initializationPriorType",
        "initializationPriorParameters",
        "objectivePriorType",
        "objectivePriorParameters",
    ])];
    let kind = |prior: &Option<Prior>| prior.map_or_else(String::new, |prior| prior.kind.name().to_owned());
    let values = |prior: &Option<Prior>| {
        prior.map_or_else(String::new, |Prior { parameters: [a, b], .. }| {
            format!("{};{}", number(a), number(b))
        })
    };
    rows.extend(parameters.iter().map(|parameter| {
        vec![
            parameter.id.clone(),
            optional(parameter.name.as_ref()),
            parameter.scale.name().to_owned(),
            number(parameter.lower),
            number(parameter.upper),
            number(parameter.nominal),
            if parameter.estimate { "1" } else { "0" }.to_owned(),
            kind(&parameter.initialization_prior),
            values(&parameter.initialization_prior),
            kind(&parameter.objective_prior),
            values(&parameter.objective_prior),
        ]
    }));
    rows
}

fn conditions(conditions: &[Condition]) -> Vec<Vec<String>> {
    let mut targets: Vec<&str> = Vec::new();
    for (target, _) in conditions.iter().flat_map(|condition| &condition.changes) {
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
    rows
}

fn observables(observables: &[Observable]) -> Vec<Vec<String>> {
    let mut rows = vec![header(&[
        "observableId",
        "observableName",
        "observableFormula",
        "observableTransformation",
        "noiseFormula",
        "noiseDistribution",
    ])];
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

fn measurements(measurements: &[Measurement]) -> Vec<Vec<String>> {
    let mut rows = vec![header(&[
        "observableId",
        "preequilibrationConditionId",
        "simulationConditionId",
        "measurement",
        "time",
        "observableParameters",
        "noiseParameters",
        "datasetId",
        "replicateId",
    ])];
    let list = |list: &[Override]| list.iter().map(replacement).collect::<Vec<_>>().join(";");
    rows.extend(measurements.iter().map(|measurement| {
        vec![
            measurement.observable.clone(),
            optional(measurement.preequilibration.as_ref()),
            measurement.condition.clone(),
            number(measurement.value),
            number(measurement.time),
            list(&measurement.observable_parameters),
            list(&measurement.noise_parameters),
            optional(measurement.dataset.as_ref()),
            optional(measurement.replicate.as_ref()),
        ]
    }));
    rows
}
