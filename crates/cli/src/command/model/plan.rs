use super::given;
use crate::args::PlanArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_kinetics::petab::{Measurement, Problem};
use lca_model::{Aim, Objective, Plan, PlanOptions, PlanRow};
use serde_json::json;
use std::fmt::Write;

/// Says which resolution suffices.
pub(crate) fn plan(args: &PlanArgs) -> Result {
    let problem = given::problem(&args.problem)?;
    let objective = Objective::new(&problem)?;
    let point = given::point(&objective, &args.problem)?;
    let aim = match (&args.parameter, &args.predict) {
        (Some(id), _) => Aim::Parameter(id.clone()),
        (None, text) => Aim::Prediction(prediction(&problem, text.as_deref().unwrap_or_default())?),
    };
    let options = PlanOptions {
        within: args.within,
        confidence: args.confidence,
        intervals: args.intervals.clone(),
        noises: args.noises.clone(),
        most: args.most,
        with_data: args.with_data,
    };
    let found = lca_model::plan(&objective, &point, &aim, &options)?;
    let row = |row: &PlanRow| {
        json!({
            "interval": row.interval, "noise": row.noise, "measurements": row.measurements,
            "replicates": row.replicates, "reached": row.reached,
        })
    };
    let rows: Vec<_> = found.rows.iter().map(row).collect();
    Ok(Answer::new(table(args, &found), json!({ "now": found.now, "rows": rows, "within": args.within })))
}

/// `OBSERVABLE@CONDITION:TIME`, with what the first measurement of that observable there is made with.
fn prediction(problem: &Problem, text: &str) -> std::result::Result<Measurement, Failure> {
    let parts = text
        .rsplit_once(':')
        .and_then(|(head, time)| Some((head.split_once('@')?, time.parse::<f64>().ok()?)));
    let Some(((observable, condition), time)) = parts else {
        return Err(Failure::Use(format!("`{text}` is not OBSERVABLE@CONDITION:TIME")));
    };
    let of = |m: &&Measurement| m.observable == observable;
    let here = problem.measurements.iter().filter(of).find(|m| m.experiment == condition);
    let like = here.or_else(|| problem.measurements.iter().find(of));
    let like = like.ok_or_else(|| Failure::Use(format!("no measurement is of `{observable}`")))?;
    if problem.experiment(condition).is_none() {
        return Err(Failure::Use(format!("there is no condition `{condition}`")));
    }
    Ok(Measurement { experiment: condition.to_owned(), time, ..like.clone() })
}

fn table(args: &PlanArgs, found: &Plan) -> String {
    let what = args.parameter.as_ref().or(args.predict.as_ref()).map_or("", String::as_str);
    let mut text = format!("{what}: within {} now\n\n", percent(found.now));
    text.push_str("interval\tnoise\tmeasurements\treplicates\twithin\n");
    for row in &found.rows {
        let replicates = row.replicates.map_or_else(|| format!("more than {}", args.most), |n| n.to_string());
        let (interval, noise, count) = (row.interval, row.noise, row.measurements);
        let _ = writeln!(text, "{interval}\t{noise}\t{count}\t{replicates}\t{}", percent(row.reached));
    }
    let enough = found.rows.iter().filter_map(|row| Some((row, row.replicates?)));
    let least = enough.min_by_key(|(row, replicates)| row.measurements * *replicates as usize);
    text.push('\n');
    text.push_str(&match least {
        Some((row, replicates)) => format!(
            "Fewest measurements: {} × {replicates}, a sample every {} with {} of the noise.",
            row.measurements, row.interval, row.noise
        ),
        None => format!(
            "No resolution tried determines it within {}: the observables in these conditions do not tell it.",
            percent(args.within)
        ),
    });
    text
}

fn percent(share: f64) -> String {
    if share < 100.0 { format!("{:.3} %", 100.0 * share) } else { "a factor of 100 and more".to_owned() }
}
