use super::fitted::of_problem;
use crate::args::ProblemArgs;
use crate::failure::Failure;
use lca_kinetics::petab::{Measurement, Problem};
use lca_model::{Ensemble, Objective};
use std::path::Path;

/// Whether a file is a PEtab problem, by its name.
pub(super) fn is_problem(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// The problem, which must be one, and that of the fit whose values are taken.
pub(super) fn problem(args: &ProblemArgs) -> Result<Problem, Failure> {
    if is_problem(&args.file) {
        let problem = lca_formats::read_petab(&args.file)?;
        if let Some(fit) = &args.fit {
            of_problem(fit, &problem)?;
        }
        return Ok(problem);
    }
    let file = args.file.display();
    Err(Failure::Use(format!("{file} is not a PEtab problem; give its YAML file")))
}

/// The values of the estimated parameters, on their scales.
pub(super) fn point(objective: &Objective, args: &ProblemArgs) -> Result<Vec<f64>, Failure> {
    let table = args.parameters.clone().or_else(|| args.fit.as_ref().map(|fit| fit.join("parameters.tsv")));
    let values = match table {
        Some(path) => listed(objective, &path)?,
        None => objective.nominal(),
    };
    match objective.parameters().iter().zip(&values).find(|(_, value)| !value.is_finite()) {
        Some((parameter, _)) => Err(Failure::Use(format!(
            "`{}` has no nominal value; give values with --parameters or --fit",
            parameter.id
        ))),
        None => Ok(values),
    }
}

fn listed(objective: &Objective, path: &Path) -> Result<Vec<f64>, Failure> {
    let table = lca_formats::read_table(path)?;
    let wrong = |why: String| Failure::Use(format!("{}: {why}", path.display()));
    let ids = table.texts("parameterId").map_err(|error| wrong(error.to_string()))?;
    let values = table.numbers("value").map_err(|error| wrong(error.to_string()))?;
    let of = |id: &str| {
        let at = ids.iter().position(|known| known.as_deref() == Some(id));
        at.map(|at| values[at]).ok_or_else(|| wrong(format!("`{id}` is not in it")))
    };
    objective.parameters().iter().map(|parameter| of(&parameter.id)).collect()
}

/// An ensemble from a table with a column for each parameter.
pub(super) fn ensemble(objective: &Objective, path: &Path) -> Result<Ensemble, Failure> {
    let table = lca_formats::read_table(path)?;
    let column = |id: &str| {
        let wrong = |error| Failure::Use(format!("{}: {error}", path.display()));
        table.numbers(id).map_err(wrong)
    };
    let parameters: Vec<String> = objective.parameters().iter().map(|p| p.id.clone()).collect();
    let columns = parameters.iter().map(|id| column(id)).collect::<Result<Vec<_>, _>>()?;
    let rows = columns.first().map_or(0, Vec::len);
    let members = (0..rows).map(|row| columns.iter().map(|column| column[row]).collect()).collect();
    let unknown = vec![f64::NAN; parameters.len()];
    Ok(Ensemble {
        parameters,
        members,
        costs: vec![f64::NAN; rows],
        r_hat: unknown.clone(),
        ess: unknown,
        acceptance: f64::NAN,
    })
}

/// The problem with the measurements of a table.
pub(super) fn with_table(problem: &Problem, path: &Path) -> Result<Problem, Failure> {
    let measurements = lca_formats::read_candidates(path, problem)?;
    if measurements.is_empty() {
        return Err(Failure::Use(format!("{} has no rows", path.display())));
    }
    Ok(Problem { measurements, ..problem.clone() })
}

/// Measurements of one observable at one time, once each, in a condition with the same replacements.
pub(super) fn distinct(measurements: &[Measurement]) -> Vec<Measurement> {
    let mut found: Vec<Measurement> = Vec::new();
    for one in measurements {
        let bare = Measurement { value: f64::NAN, dataset: None, replicate: None, ..one.clone() };
        let same = |known: &Measurement| {
            let known = Measurement { value: 0.0, ..known.clone() };
            known == Measurement { value: 0.0, ..bare.clone() }
        };
        if !found.iter().any(same) {
            found.push(bare);
        }
    }
    found
}
