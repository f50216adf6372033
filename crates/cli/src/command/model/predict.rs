use super::chains::{chain_options, warning};
use super::curves::time_axis;
use super::fitted::fitted;
use super::place::{count, draw, exact, folder, with_threads, write};
use crate::args::PredictArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::NoProgress;
use lca_formats::{FormatError, Measured};
use lca_kinetics::petab::{Measurement, Problem};
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
    write(&out, "prediction.tsv", &table(&found.rows, &target))?;
    draw(&out, "prediction.svg", &prediction(&shown(&found, &target))?)?;
    let share = percent(found.rows.level);
    let told = count(target.measurements.len(), "prediction");
    let mut text =
        format!("{told}, each with the interval that holds {share} of measurements, noise included\n");
    let mut json = json!({
        "level": found.rows.level, "predicted": target.measurements.len(), "out": out.display().to_string(),
    });
    match tested(&fit, &target, &found.rows)? {
        None => text.push_str("nothing was measured there, so nothing is compared\n"),
        Some(test) => {
            let used = test.measured.iter().filter(|one| problem.measurements.contains(one)).count();
            text.push_str(&format!("{}log-likelihood {:.4}\n", lines(&test.comparison), test.llh));
            if used > 0 {
                let of = count(test.measured.len(), "measurement");
                text.push_str(&format!(
                    "remark: {used} of {of} were used in the fit, so they do not test it\n"
                ));
            }
            let mut observables: Vec<&ObservableComparison> = test.comparison.observables.iter().collect();
            observables.sort_by(|a, b| a.r_squared.total_cmp(&b.r_squared));
            json["observables"] = observables.into_iter().map(to_json).collect();
            json["overall"] = to_json(&test.comparison.overall);
            (json["llh"], json["used_in_fit"]) = (json!(test.llh), json!(used));
        }
    }
    text.push_str(&found.warning);
    Ok(Answer::new(text, json))
}

/// What was measured of the predicted, and how the prediction stands against it.
struct Test {
    measured: Vec<Measurement>,
    comparison: Comparison,
    llh: f64,
}

/// Compares where there is a value; none where there is none at all.
fn tested(
    fit: &FitResult,
    target: &Problem,
    found: &Prediction,
) -> std::result::Result<Option<Test>, ModelError> {
    let with_value = target.measurements.iter().zip(&found.rows).filter(|(one, _)| one.value.is_finite());
    let (measured, rows): (Vec<Measurement>, Vec<PredictedRow>) =
        with_value.map(|(one, row)| (one.clone(), row.clone())).unzip();
    if measured.is_empty() {
        return Ok(None);
    }
    let comparison = compare(&Prediction { rows, ..found.clone() }, &measured, &[baseline_mean(&measured)])?;
    let problem = Problem { measurements: measured.clone(), ..target.clone() };
    let llh = Objective::new(&problem)?.value(&fit.best().parameters)?.llh;
    Ok(Some(Test { measured, comparison, llh }))
}

/// The measurements to predict. A condition of the problem keeps its meaning: the fit has learnt from it.
fn target(problem: &Problem, args: &PredictArgs) -> std::result::Result<Problem, Failure> {
    let (table, conditions) = (&args.measurements, args.conditions.as_deref());
    let read = lca_formats::read_petab_tables(problem, table, conditions, Measured::Some);
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
            if one.value.is_finite() { exact(one.value) } else { String::new() },
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
        // Values that are all alike have no variance to explain.
        let explained =
            if one.r_squared.is_finite() { format!("{:.3}", one.r_squared) } else { "–".to_owned() };
        text.push_str(&format!(
            "{:>24} {:>5} {covered:>9} {explained:>8} {error:>10}\n",
            one.observable, one.n
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
        if one.value.is_finite() {
            put(row, &|panel| panel.measured.push((interval(row), one.value)));
        }
    }
    Shown {
        title: "Foretold and measured".into(),
        caption: "Bands hold the stated share of measurements, noise included.".into(),
        time: time_axis(target),
        level: found.rows.level,
        panels,
    }
}
