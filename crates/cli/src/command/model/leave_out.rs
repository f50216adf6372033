use super::chains::chain_options;
use super::place::with_threads;
use crate::args::{LeaveOutArgs, LeaveOutBy};
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_kinetics::petab::{Measurement, Problem};
use lca_model::{CrossOptions, CrossRow, FitOptions, leave_each_out};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Leaves out each group in turn and tabulates how its prediction fares.
pub(crate) fn leave_out(args: &LeaveOutArgs) -> Result {
    let problem = lca_formats::read_petab(&args.problem)?;
    known(&problem, args.no_change.as_deref())?;
    let key = |one: &Measurement| match args.by {
        LeaveOutBy::Condition => one.experiment.clone(),
        LeaveOutBy::Observable => one.observable.clone(),
    };
    let options = CrossOptions {
        fit: FitOptions { starts: args.starts as usize, seed: args.chains.seed, ..FitOptions::default() },
        chains: chain_options(&args.chains),
        no_change: args.no_change.clone(),
    };
    let rows = with_threads(args.common.threads, || Ok(run(&problem, &key, &options)?))?;
    let beaten = rows.iter().filter(|row| row.scored()).filter(|row| row.beats_both()).count();
    let scored = rows.iter().filter(|row| row.scored()).count();
    let mut text = format!("{}\n", HEAD.join("\t"));
    rows.iter().for_each(|row| text.push_str(&line(row)));
    text.push_str(&format!("better than both baselines: {beaten} of {scored}\n"));
    let json: Vec<Value> = rows.iter().map(to_json).collect();
    Ok(Answer::new(text, json!({ "rows": json, "better_than_both": beaten, "of": scored })))
}

/// The condition in which nothing was changed must have been measured.
fn known(problem: &Problem, no_change: Option<&str>) -> std::result::Result<(), Failure> {
    let measured: BTreeSet<&str> = problem.measurements.iter().map(|one| one.experiment.as_str()).collect();
    match no_change.filter(|id| !measured.contains(id)) {
        Some(id) => {
            let there: Vec<&str> = measured.into_iter().collect();
            let there = there.join(", ");
            Err(Failure::Use(format!(
                "--no-change: nothing was measured in a condition `{id}`; there are {there}"
            )))
        }
        None => Ok(()),
    }
}

fn run(
    problem: &Problem,
    key: &(dyn Fn(&Measurement) -> String + Sync),
    options: &CrossOptions,
) -> std::result::Result<Vec<CrossRow>, lca_model::ModelError> {
    leave_each_out(problem, key, options, &lca_core::NoProgress)
}

const HEAD: [&str; 12] = [
    "left out",
    "observable",
    "n",
    "RMSE",
    "no change",
    "nearest",
    "coverage",
    "width",
    "scale",
    "scaled coverage",
    "R-hat",
    "note",
];

fn line(row: &CrossRow) -> String {
    let shown = |value: f64| if value.is_finite() { lca_report::number(value) } else { "-".to_owned() };
    let cells = [
        row.left_out.clone(),
        row.observable.clone(),
        row.n.to_string(),
        shown(row.rmse),
        shown(row.no_change),
        shown(row.nearest),
        shown(row.coverage),
        shown(row.width),
        shown(row.scale),
        shown(row.scaled_coverage),
        shown(row.r_hat),
        row.note.clone(),
    ];
    format!("{}\n", cells.join("\t"))
}

fn to_json(row: &CrossRow) -> Value {
    let finite = |value: f64| value.is_finite().then_some(value);
    json!({
        "left_out": row.left_out, "observable": row.observable, "n": row.n, "rmse": finite(row.rmse),
        "no_change": finite(row.no_change), "nearest": finite(row.nearest), "coverage": finite(row.coverage),
        "width": finite(row.width), "scale": finite(row.scale), "scaled_coverage": finite(row.scaled_coverage),
        "r_hat": finite(row.r_hat), "beats_both": row.scored().then(|| row.beats_both()), "note": row.note,
    })
}
