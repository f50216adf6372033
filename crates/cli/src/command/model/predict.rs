use super::chains::{chain_options, warning};
use super::curves::time_axis;
use super::fitted::fitted;
use super::place::{count, draw, exact, folder, with_threads, write};
use crate::args::PredictArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::NoProgress;
use lca_formats::FormatError;
use lca_kinetics::petab::Problem;
use lca_model::{
    Comparison, EnsembleOptions, FitResult, ModelError, Objective, ObservableComparison, PredictOptions,
    PredictedRow, Prediction, baseline_mean, compare, ensemble, grid, predict as foretell,
};
use lca_report::{Interval, Prediction as Shown, PredictionPanel, number, percent, prediction};
use serde_json::{Value, json};

/// Predicts measurements from the fit's ensemble and compares.
pub(crate) fn predict(args: &PredictArgs) -> Result {
    let problem = lca_formats::read_petab(&args.problem)?;
    let target = target(&problem, args)?;
    let objective = Objective::new(&problem)?;
    let fit = fitted(&args.fit, &objective)?;
    let options = chain_options(&args.chains);
    let out = folder(args.out.as_ref().unwrap_or(&args.fit))?;
    let found = with_threads(args.common.threads, || Ok(foretold(&objective, &fit, &target, &options)?))?;
    let baseline = baseline_mean(&target.measurements);
    let comparison = compare(&found.rows, &target.measurements, &[baseline])?;
    write(&out, "prediction.tsv", &table(&found.rows, &target))?;
    draw(&out, "prediction.svg", &prediction(&shown(&found, &target))?)?;
    let used = target.measurements.iter().filter(|one| problem.measurements.contains(one)).count();
    let mut text = format!("{}{}log-likelihood {:.4}\n", lines(&comparison), found.warning, found.llh);
    if used > 0 {
        let of = count(target.measurements.len(), "measurement");
        text.push_str(&format!("remark: {used} of {of} were used in the fit, so they do not test it\n"));
    }
    let mut observables: Vec<&ObservableComparison> = comparison.observables.iter().collect();
    observables.sort_by(|a, b| a.r_squared.total_cmp(&b.r_squared));
    let observables: Vec<Value> = observables.into_iter().map(to_json).collect();
    Ok(Answer::new(
        text,
        json!({
            "level": found.rows.level, "llh": found.llh, "overall": to_json(&comparison.overall),
            "observables": observables, "used_in_fit": used, "out": out.display().to_string(),
        }),
    ))
}

/// The measurements to predict. A condition of the problem keeps its meaning: the fit has learnt from it.
fn target(problem: &Problem, args: &PredictArgs) -> std::result::Result<Problem, Failure> {
    let read = lca_formats::read_petab_tables(problem, &args.measurements, args.conditions.as_deref());
    let found = read.map_err(|error| match error {
        FormatError::Line { path, line, what } if what.contains("there is no condition") => {
            let what = format!("{what}; give it with --conditions, or correct its name");
            FormatError::Line { path, line, what }
        }
        other => other,
    })?;
    let changed =
        found.conditions.iter().find(|new| problem.condition(&new.id).is_some_and(|old| old != *new));
    match changed {
        Some(one) => Err(Failure::Use(format!(
            "--conditions gives `{}` other values than the problem does; give what is new another name",
            one.id
        ))),
        None => Ok(found),
    }
}

/// A prediction at the measurements and between them.
struct Foretold {
    rows: Prediction,
    curve: Prediction,
    llh: f64,
    warning: String,
}

fn foretold(
    objective: &Objective,
    fit: &FitResult,
    target: &Problem,
    options: &EnsembleOptions,
) -> std::result::Result<Foretold, ModelError> {
    let members = ensemble(objective, fit, options, &NoProgress)?;
    let how = PredictOptions { seed: options.seed, ..PredictOptions::default() };
    Ok(Foretold {
        rows: foretell(objective, &members, target, &how)?,
        curve: foretell(objective, &members, &grid(target), &how)?,
        llh: Objective::new(target)?.value(&fit.best().parameters)?.llh,
        warning: warning(&members),
    })
}

fn table(found: &Prediction, target: &Problem) -> String {
    let mut text =
        "observableId\tsimulationConditionId\ttime\tmeasurement\tmedian\tlower\tupper\n".to_owned();
    for (row, one) in found.rows.iter().zip(&target.measurements) {
        let (low, high) = (exact(row.measured_interval.0), exact(row.measured_interval.1));
        text.push_str(&format!(
            "{}\t{}\t{}\t{}\t{}\t{low}\t{high}\n",
            row.observable,
            row.condition,
            exact(row.time),
            exact(one.value),
            exact(row.median)
        ));
    }
    text
}

/// A line for each observable, failures first, then one for all.
fn lines(comparison: &Comparison) -> String {
    let mut all: Vec<&ObservableComparison> = comparison.observables.iter().collect();
    all.sort_by(|a, b| a.r_squared.total_cmp(&b.r_squared));
    let mut text = format!("{:>24} {:>5} {:>9} {:>8} {:>10}\n", "observable", "n", "coverage", "R²", "RMSE");
    for one in all.into_iter().chain([&comparison.overall]) {
        let (covered, error) = (percent(one.coverage), number(one.rmse));
        text.push_str(&format!(
            "{:>24} {:>5} {covered:>9} {:>8.3} {error:>10}\n",
            one.observable, one.n, one.r_squared
        ));
    }
    text
}

fn to_json(one: &ObservableComparison) -> Value {
    let finite = |value: f64| value.is_finite().then_some(value);
    json!({
        "observable": one.observable, "n": one.n, "coverage": one.coverage,
        "r_squared": finite(one.r_squared), "rmse": finite(one.rmse), "width": finite(one.width),
    })
}

fn shown(found: &Foretold, target: &Problem) -> Shown {
    let interval = |row: &PredictedRow| Interval {
        time: row.time,
        lower: row.measured_interval.0,
        median: row.median,
        upper: row.measured_interval.1,
    };
    let mut panels: Vec<PredictionPanel> = Vec::new();
    let mut put = |row: &PredictedRow, act: &dyn Fn(&mut PredictionPanel)| {
        let name = format!("{}, {}", row.observable, row.condition);
        let at = panels.iter().position(|panel| panel.name == name).unwrap_or_else(|| {
            panels.push(PredictionPanel {
                name,
                value: row.observable.clone(),
                ..PredictionPanel::default()
            });
            panels.len() - 1
        });
        act(&mut panels[at]);
    };
    for row in &found.curve.rows {
        put(row, &|panel| panel.curve.push(interval(row)));
    }
    for (row, one) in found.rows.rows.iter().zip(&target.measurements) {
        put(row, &|panel| panel.measured.push((interval(row), one.value)));
    }
    Shown {
        title: "Foretold and measured".into(),
        caption: "Bands hold the stated share of measurements, noise included.".into(),
        time: time_axis(target),
        level: found.rows.level,
        panels,
    }
}
