use super::fitted::fitted_network;
use super::place::{PROBLEM_LIES_HERE, count, exact, folder_apart};
use crate::args::{Gradient, ObjectiveArgs};
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use cpu_time::ProcessTime;
use lca_formats::{FormatError, petab_results, read_parameter_values, read_petab, write_sbml};
use lca_model::{Evaluation, ModelError, Objective, Tolerances};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// Computes the objective of a problem, as often as asked, and writes the results where asked.
pub(crate) fn objective(args: &ObjectiveArgs) -> Result {
    let positive = |value: f64| value.is_finite() && value > 0.0;
    if !positive(args.atol) || !positive(args.rtol) {
        return Err(Failure::Use("--atol and --rtol must be positive numbers".to_owned()));
    }
    let begun = ProcessTime::now();
    let problem = read_petab(&args.problem)?;
    let tolerances = Tolerances { relative: args.rtol, absolute: args.atol, ..Tolerances::default() };
    let objective = Objective::new(&problem)?.with_tolerances(tolerances);
    let load_s = begun.elapsed().as_secs_f64();
    let out =
        args.out.as_deref().map(|out| folder_apart(out, &args.problem, PROBLEM_LIES_HERE)).transpose()?;
    let at = values(&objective, args.parameters.as_deref())?;
    let (found, cpu_s) = timed(args, || match args.gradient {
        Gradient::None => objective.value(&at),
        Gradient::Forward => objective.evaluate(&at),
        Gradient::Adjoint => objective.evaluate_with(&at, lca_model::Gradient::Adjoint),
    })?;
    if let Some(out) = &out {
        write(out, &args.problem, &objective, &at)?;
        write_sbml(&out.join("fitted.xml"), &fitted_network(&objective, &at))?;
    }
    // The gradient is that of the objective, which is to be made small.
    let named = objective.parameters().iter().zip(&found.gradient);
    let gradient: serde_json::Map<String, Value> =
        named.map(|(parameter, &slope)| (parameter.id.clone(), json!(-slope))).collect();
    let text = text(&found, problem.measurements.len(), &gradient, (load_s, cpu_s));
    Ok(Answer::new(
        text,
        json!({
            "llh": found.llh,
            "chi2": found.chi2,
            "n": problem.measurements.len(),
            "log_prior": found.log_prior,
            "objective": found.cost(),
            "gradient": gradient,
            "load_s": load_s,
            "cpu_s_median": cpu_s,
        }),
    ))
}

/// Nominal values, or those of a table, on the parameters' scales.
fn values(objective: &Objective, table: Option<&Path>) -> std::result::Result<Vec<f64>, Failure> {
    let mut at = objective.nominal();
    let Some(path) = table else { return Ok(at) };
    for (id, value) in read_parameter_values(path)? {
        let place = objective.parameters().iter().position(|parameter| parameter.id == id);
        let place = place.ok_or_else(|| {
            Failure::Use(format!("`{}` sets `{id}`, which the problem does not estimate", path.display()))
        })?;
        at[place] = value;
    }
    Ok(at)
}

/// The last of some evaluations and the median of their processor seconds.
fn timed(
    args: &ObjectiveArgs,
    evaluate: impl Fn() -> std::result::Result<Evaluation, ModelError>,
) -> std::result::Result<(Evaluation, f64), Failure> {
    let mut seconds = Vec::new();
    loop {
        let begun = ProcessTime::now();
        let found = evaluate()?;
        seconds.push(begun.elapsed().as_secs_f64());
        if seconds.len() >= args.repeat as usize {
            seconds.sort_by(f64::total_cmp);
            return Ok((found, seconds[seconds.len() / 2]));
        }
    }
}

fn write(folder: &Path, yaml: &Path, objective: &Objective, at: &[f64]) -> std::result::Result<(), Failure> {
    let name = yaml.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let rows: Vec<f64> = objective.simulate(at)?.iter().map(|row| row.value).collect();
    let files = petab_results(&name, objective.problem(), at, &rows)?;
    for (file, bytes) in files {
        let path = folder.join(file);
        std::fs::write(&path, bytes).map_err(|source| FormatError::Io { doing: "write", path, source })?;
    }
    Ok(())
}

fn text(
    found: &Evaluation,
    n: usize,
    gradient: &serde_json::Map<String, Value>,
    (load_s, cpu_s): (f64, f64),
) -> String {
    let mut text = format!(
        "objective       {}\nlog-likelihood  {}\nlog prior       {}\nchi2            {} of {}\n",
        exact(found.cost() + 0.0),
        exact(found.llh),
        exact(found.log_prior),
        exact(found.chi2),
        count(n, "measurement")
    );
    let _ = writeln!(text, "loaded in {load_s:.4} s, computed in {cpu_s:.6} s of processor time");
    for (id, slope) in gradient {
        let _ = writeln!(text, "{id}\t{}", slope.as_f64().map_or_else(|| slope.to_string(), exact));
    }
    text
}
