use super::{given, plot};
use crate::args::{Method, SensitivityArgs};
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_kinetics::petab::{Parameter, Problem};
use lca_model::{
    MorrisOptions, Objective, Range, SobolOptions, courses, local_sensitivity, morris_effects, sobol_indices,
};
use lca_report::{Bar, Bars, Curve, Curves, bars, curves};
use serde_json::json;
use std::fmt::Write;

/// Ranks parameters by their control of outputs.
pub(crate) fn sensitivity(args: &SensitivityArgs) -> Result {
    let problem = problem(args)?;
    let answer = ranked(args, &problem)?;
    Ok(zeros(args, &problem, answer))
}

/// What is zero has no share in any ranking, because no relative change is possible there.
fn zeros(args: &SensitivityArgs, problem: &Problem, mut answer: Answer) -> Answer {
    let is_zero = |one: &&Parameter| !one.estimate && one.nominal == 0.0;
    let zeros: Vec<&str> = problem.parameters.iter().filter(is_zero).map(|one| one.id.as_str()).collect();
    if !given::is_problem(&args.problem.file) {
        if let Some(first) = zeros.first() {
            let all = zeros.join(", ");
            let _ = writeln!(
                answer.text,
                "left out, because they are 0: {all}; give one a value: --set {first}=VALUE"
            );
        }
        answer.json["left_out"] = json!(zeros);
    }
    answer
}

fn ranked(args: &SensitivityArgs, problem: &Problem) -> Result {
    let objective = Objective::new(problem)?;
    let point = given::point(&objective, &args.problem)?;
    match args.method {
        Method::Local => local(args, &objective, &point),
        Method::Sobol | Method::Morris => {
            let range = if args.bounds {
                Range::bounds(&objective)
            } else {
                Range::around(&objective, &point, args.fold)?
            };
            let outputs = |unit: &[f64]| range.outputs(&objective, unit);
            if args.method == Method::Sobol {
                sobol(args, &objective, &outputs)
            } else {
                morris(args, &objective, &outputs)
            }
        }
    }
}

/// The outputs asked for, as the measurements of a problem.
fn problem(args: &SensitivityArgs) -> std::result::Result<Problem, Failure> {
    if !given::is_problem(&args.problem.file) {
        let end = args.end.filter(|end| end.is_finite() && *end > 0.0);
        let end = end.ok_or_else(|| Failure::Use("give --end, a time after 0".to_owned()))?;
        let last = f64::from(args.points - 1);
        let times: Vec<f64> = (0..args.points).map(|at| end * f64::from(at) / last).collect();
        let outputs: Vec<&str> = args.outputs.iter().map(String::as_str).collect();
        let sets: Vec<(&str, f64)> = args.sets.iter().map(|(id, value)| (id.as_str(), *value)).collect();
        return Ok(courses(&lca_formats::read_sbml(&args.problem.file)?, &outputs, &times, &sets)?);
    }
    let mut problem = given::problem(&args.problem)?;
    if !args.sets.is_empty() {
        return Err(Failure::Use(
            "--set is for SBML models; give a problem's values with --parameters".to_owned(),
        ));
    }
    if let Some(unknown) = args.outputs.iter().find(|id| problem.observable(id).is_none()) {
        let known: Vec<&str> = problem.observables.iter().map(|o| o.id.as_str()).collect();
        return Err(Failure::Use(format!(
            "there is no observable `{unknown}`; there are {}",
            known.join(", ")
        )));
    }
    problem.measurements = given::distinct(&problem.measurements);
    problem.measurements.retain(|m| {
        args.outputs.contains(&m.observable) && args.condition.as_ref().is_none_or(|id| *id == m.experiment)
    });
    if problem.measurements.is_empty() {
        return Err(Failure::Use("no measurement is of these outputs in this condition".to_owned()));
    }
    Ok(problem)
}

fn local(args: &SensitivityArgs, objective: &Objective, point: &[f64]) -> Result {
    let found = local_sensitivity(objective, point)?;
    let control = found.control();
    let mut text = String::from("parameter                     control  direction\n");
    for one in &control {
        let _ = writeln!(text, "{:<28} {:>8.4}  {:>+8.4}", one.parameter, one.control, one.direction);
    }
    let shown = control.iter().take(6).filter(|one| one.control > 0.0);
    let lines = shown.flat_map(|one| {
        let k = found.parameters.iter().position(|id| *id == one.parameter).unwrap_or(0);
        let courses =
            found.outputs.chunk_by(|a, b| (&a.observable, &a.condition) == (&b.observable, &b.condition));
        courses.map(move |course| {
            let mut line: Vec<(f64, f64)> = course.iter().map(|o| (o.time, o.changes[k] / o.value)).collect();
            line.sort_by(|a, b| a.0.total_cmp(&b.0));
            Curve { name: one.parameter.clone(), dots: Vec::new(), line }
        })
    });
    let figure = Curves {
        title: format!("What controls {}", args.outputs.join(", ")),
        x: "time".to_owned(),
        y: "d ln output / d ln parameter".to_owned(),
        curves: lines.collect(),
        ..Curves::default()
    };
    plot::save(&curves(&figure)?, args.plot.as_ref())?;
    let rows = found.outputs.iter().map(|o| {
        json!({ "output": o.observable, "condition": o.condition, "time": o.time, "value": o.value, "scaled": o.scaled() })
    });
    let ranked = control
        .iter()
        .map(|one| json!({ "parameter": one.parameter, "control": one.control, "direction": one.direction }));
    let json = json!({
        "method": "local", "parameters": found.parameters,
        "control": ranked.collect::<Vec<_>>(), "outputs": rows.collect::<Vec<_>>(),
    });
    Ok(Answer::new(text, json))
}

type Outputs<'o> = &'o (dyn Fn(&[f64]) -> Option<Vec<f64>> + Sync);

fn sobol(args: &SensitivityArgs, objective: &Objective, outputs: Outputs<'_>) -> Result {
    let options = SobolOptions { samples: args.samples.unwrap_or(1024), seed: args.seed };
    let found = sobol_indices(objective.parameters().len(), &options, outputs)?;
    let mut ranked: Vec<(&str, [f64; 4])> =
        objective.parameters().iter().map(|p| p.id.as_str()).zip(found.overall.iter().copied()).collect();
    ranked.sort_by(|a, b| b.1[1].total_cmp(&a.1[1]).then_with(|| a.0.cmp(b.0)));
    let mut text = String::from("parameter                      first    total\n");
    for (id, [first, total, ..]) in &ranked {
        let _ = writeln!(text, "{id:<28} {first:>8.4} {total:>8.4}");
    }
    if found.failed > 0 {
        let _ = writeln!(text, "{} base points could not be simulated and are left out", found.failed);
    }
    let bar = |(id, index): &(&str, [f64; 4])| Bar { name: (*id).to_owned(), value: index[1], ours: true };
    save_bars(args, "total Sobol' index", ranked.iter().take(15).map(bar).collect())?;
    let rows = ranked.iter().map(|(id, [first, total, first_error, total_error])| {
        json!({ "parameter": id, "first": first, "total": total, "first_error": first_error, "total_error": total_error })
    });
    let json = json!({
        "method": "sobol", "indices": rows.collect::<Vec<_>>(), "failed": found.failed,
        "outputs": describe(objective), "first": found.first, "total": found.total, "variance": found.variance,
    });
    Ok(Answer::new(text, json))
}

fn morris(args: &SensitivityArgs, objective: &Objective, outputs: Outputs<'_>) -> Result {
    let paths = u64::from(args.samples.unwrap_or(30));
    let options = MorrisOptions { paths, seed: args.seed, ..MorrisOptions::default() };
    let found = morris_effects(objective.parameters().len(), &options, outputs)?;
    let size =
        |values: &[f64]| (values.iter().map(|v| v * v).sum::<f64>() / values.len().max(1) as f64).sqrt();
    let mut ranked: Vec<(&str, f64, f64)> = (objective.parameters().iter().enumerate())
        .map(|(k, p)| (p.id.as_str(), size(&found.mean_magnitude[k]), size(&found.deviation[k])))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut text = String::from("parameter                       effect   deviation\n");
    for (id, effect, deviation) in &ranked {
        let _ = writeln!(text, "{id:<28} {effect:>10.4e}  {deviation:>10.4e}");
    }
    let bar = |(id, effect, _): &(&str, f64, f64)| Bar { name: (*id).to_owned(), value: *effect, ours: true };
    save_bars(args, "mean elementary effect", ranked.iter().take(15).map(bar).collect())?;
    let rows = ranked.iter().map(|(id, effect, deviation)| {
        json!({ "parameter": id, "mean_magnitude": effect, "deviation": deviation })
    });
    let json = json!({
        "method": "morris", "effects": rows.collect::<Vec<_>>(), "failed": found.failed,
        "outputs": describe(objective), "mean": found.mean, "mean_magnitude": found.mean_magnitude,
    });
    Ok(Answer::new(text, json))
}

fn describe(objective: &Objective) -> Vec<serde_json::Value> {
    let measurements = objective.problem().measurements.iter();
    measurements
        .map(|m| json!({ "output": m.observable, "condition": m.experiment, "time": m.time }))
        .collect()
}

fn save_bars(args: &SensitivityArgs, value: &str, list: Vec<Bar>) -> std::result::Result<(), Failure> {
    let title = format!("What controls {}", args.outputs.join(", "));
    let data = Bars { title, value: value.to_owned(), bars: list, ..Bars::default() };
    plot::save(&bars(&data)?, args.plot.as_ref())
}
