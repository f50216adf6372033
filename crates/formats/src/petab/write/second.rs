//! PEtab 2.0.

use super::super::columns::Columns;
use super::text::{Rows, header, number, optional, prior, replacement, replacements, table, unwritable};
use crate::FormatError;
use crate::sbml::sbml_text;
use lca_kinetics::petab::{
    Condition, Experiment, NoiseDistribution, Observable, Parameter, Problem, Scale, Version,
};
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn files(name: &str, problem: &Problem) -> Result<BTreeMap<String, Vec<u8>>, FormatError> {
    let file = |kind: &str| format!("{name}_{kind}.tsv");
    let tables = [
        ("condition", "conditions", conditions(&problem.conditions)),
        ("experiment", "experiments", experiments(problem)),
        ("measurement", "measurements", measurements(problem)),
        ("observable", "observables", observables(&file("observables"), &problem.observables)?),
        ("parameter", "parameters", parameters(&file("parameters"), &problem.parameters)?),
    ];
    let mut yaml = format!(
        "format_version: 2.0.0\nmodel_files:\n  model:\n    location: {name}.xml\n    language: sbml\n"
    );
    let mut files = BTreeMap::from([(format!("{name}.xml"), sbml_text(&problem.network).into_bytes())]);
    for (key, kind, rows) in tables {
        // Of the tables that may be missing, empty ones are left out.
        if rows.len() == 1 && matches!(key, "condition" | "experiment") {
            continue;
        }
        let _ = write!(yaml, "{key}_files:\n- {}\n", file(kind));
        files.insert(file(kind), table(&file(kind), &rows)?);
    }
    files.insert(format!("{name}.yaml"), yaml.into_bytes());
    Ok(files)
}

fn parameters(file: &str, parameters: &[Parameter]) -> Result<Rows, FormatError> {
    let mut rows = vec![header(Columns::Parameters.of(Version::V2))];
    for parameter in parameters {
        if parameter.scale != Scale::Lin {
            let what = format!("`{}` has a scale, which PEtab 2.0 does not know; write 1.0", parameter.id);
            return Err(unwritable(file, what));
        }
        let [kind, values] = prior(file, Version::V2, parameter.objective_prior.as_ref())?;
        rows.push(vec![
            parameter.id.clone(),
            optional(parameter.name.as_ref()),
            number(parameter.lower),
            number(parameter.upper),
            number(parameter.nominal),
            parameter.estimate.to_string(),
            kind,
            values,
        ]);
    }
    Ok(rows)
}

fn conditions(conditions: &[Condition]) -> Rows {
    let mut rows = vec![header(&["conditionId", "targetId", "targetValue"])];
    for condition in conditions {
        let row =
            |(target, value): &(String, _)| vec![condition.id.clone(), target.clone(), replacement(value)];
        rows.extend(condition.changes.iter().map(row));
    }
    rows
}

fn experiments(problem: &Problem) -> Rows {
    let mut all: Vec<Experiment> = problem.experiments.clone();
    for measurement in &problem.measurements {
        let id = &measurement.experiment;
        let listed = id.is_empty() || all.iter().any(|known| known.id == *id);
        if let Some(experiment) = problem.experiment(id).filter(|_| !listed) {
            all.push(experiment.into_owned());
        }
    }
    let mut rows = vec![header(&["experimentId", "time", "conditionId"])];
    for experiment in &all {
        for period in &experiment.periods {
            let mut push = |condition: &str| {
                rows.push(vec![experiment.id.clone(), number(period.time), condition.to_owned()]);
            };
            // A condition without changes has no row in its table.
            let said = |id: &&String| problem.condition(id).is_some_and(|c| !c.changes.is_empty());
            let conditions: Vec<&String> = period.conditions.iter().filter(said).collect();
            if conditions.is_empty() {
                push("");
            }
            conditions.into_iter().for_each(|id| push(id));
        }
    }
    rows
}

fn observables(file: &str, observables: &[Observable]) -> Result<Rows, FormatError> {
    let mut rows = vec![header(&[
        "observableId",
        "observableName",
        "observableFormula",
        "noiseFormula",
        "noiseDistribution",
        "observablePlaceholders",
        "noisePlaceholders",
    ])];
    for observable in observables {
        let distribution = match (observable.transformation, observable.noise_distribution) {
            (Scale::Lin, NoiseDistribution::Normal) => "normal",
            (Scale::Lin, NoiseDistribution::Laplace) => "laplace",
            (Scale::Log, NoiseDistribution::Normal) => "log-normal",
            (Scale::Log, NoiseDistribution::Laplace) => "log-laplace",
            (Scale::Log10, _) => {
                let what = format!("`{}` has noise on log10 scale; PEtab 2.0 has none", observable.id);
                return Err(unwritable(file, what));
            }
        };
        rows.push(vec![
            observable.id.clone(),
            optional(observable.name.as_ref()),
            observable.formula.to_string(),
            observable.noise_formula.to_string(),
            distribution.to_owned(),
            observable.placeholders.join(";"),
            observable.noise_placeholders.join(";"),
        ]);
    }
    Ok(rows)
}

fn measurements(problem: &Problem) -> Rows {
    let mut rows = vec![header(&[
        "observableId",
        "experimentId",
        "measurement",
        "time",
        "observableParameters",
        "noiseParameters",
        "datasetId",
        "replicateId",
    ])];
    rows.extend(problem.measurements.iter().map(|measurement| {
        vec![
            measurement.observable.clone(),
            measurement.experiment.clone(),
            number(measurement.value),
            number(measurement.time),
            replacements(&measurement.observable_parameters),
            replacements(&measurement.noise_parameters),
            optional(measurement.dataset.as_ref()),
            optional(measurement.replicate.as_ref()),
        ]
    }));
    rows
}
