use super::{given, plot};
use crate::args::DesignArgs;
use crate::command::Result;
use crate::output::Answer;
use lca_kinetics::petab::Problem;
use lca_model::{Design, Gain, Objective};
use lca_report::{Bar, Bars, bars};
use serde_json::json;
use std::fmt::Write;

/// Ranks candidates and chooses some.
pub(crate) fn design(args: &DesignArgs) -> Result {
    let problem = given::problem(&args.problem)?;
    let objective = Objective::new(&problem)?;
    let candidates = given::with_table(&problem, &args.candidates)?;
    let predictions = match &args.predictions {
        Some(path) => given::with_table(&problem, path)?,
        None => Problem { measurements: given::distinct(&problem.measurements), ..problem.clone() },
    };
    let design = match &args.ensemble {
        Some(path) => {
            let ensemble = given::ensemble(&objective, path)?;
            Design::of_ensemble(&objective, &ensemble, &candidates, Some(&predictions))?
        }
        None => {
            let point = given::point(&objective, &args.problem)?;
            Design::at_point(&objective, &point, &candidates, Some(&predictions))?
        }
    };
    let criterion = args.criterion.criterion();
    let (ranked, chosen) = (design.rank(criterion), design.choose(criterion, args.choose));
    let mut text =
        String::from("information (nats)  parameters' variance  predictions' variance  experiment\n");
    ranked.iter().for_each(|gain| line(&mut text, gain));
    let _ = writeln!(text, "\nChosen together, each on top of those before:");
    chosen.iter().for_each(|gain| line(&mut text, gain));
    let bar = |gain: &Gain| Bar { name: gain.name.clone(), value: gain.by(criterion), ours: true };
    let figure = Bars {
        title: "What experiments would tell".to_owned(),
        value: "gain".to_owned(),
        bars: ranked.iter().take(20).map(bar).collect(),
        ..Bars::default()
    };
    plot::save(&bars(&figure)?, args.plot.as_ref())?;
    let list = |gains: &[Gain]| gains.iter().map(gain_json).collect::<Vec<_>>();
    Ok(Answer::new(text, json!({ "ranked": list(&ranked), "chosen": list(&chosen) })))
}

fn line(text: &mut String, gain: &Gain) {
    let percent = |share: f64| format!("-{:.2} %", 100.0 * share);
    let prediction = gain.prediction.map_or_else(|| "?".to_owned(), percent);
    let _ = writeln!(
        text,
        "{:>18.4}  {:>20}  {prediction:>21}  {}",
        gain.information,
        percent(gain.variance),
        gain.name
    );
}

fn gain_json(gain: &Gain) -> serde_json::Value {
    json!({
        "experiment": gain.name, "information": gain.information,
        "variance_removed": gain.variance, "prediction_variance_removed": gain.prediction,
    })
}
