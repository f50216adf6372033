use super::Result;
use crate::args::DemoArgs;
use crate::output::Answer;
use crate::watch::watcher;
use lca_demo::{DemoOptions, DemoOutcome};
use serde_json::json;

/// Runs the virtual experiment, and tells how each stage met the truth.
pub(crate) fn demo(args: &DemoArgs) -> Result {
    let ordinary = DemoOptions::default();
    let options = DemoOptions {
        seed: args.seed.unwrap_or(ordinary.seed),
        cells: args.cells.unwrap_or(ordinary.cells),
        frame_interval: args.frame_interval.unwrap_or(ordinary.frame_interval),
        duration: args.duration.unwrap_or(ordinary.duration),
        pixel_size: args.pixel_size.unwrap_or(ordinary.pixel_size),
        noise: args.noise.unwrap_or(ordinary.noise),
        sequenced_cells: args.sequenced_cells.unwrap_or(ordinary.sequenced_cells),
        starts: args.starts.unwrap_or(ordinary.starts),
    };
    let watcher = watcher(args.verbose, args.common.json);
    let outcome = lca_demo::run(&options, &args.out, args.common.threads.map(usize::from), &*watcher)?;
    Ok(Answer::new(text(&outcome), json!(outcome)))
}

fn text(outcome: &DemoOutcome) -> String {
    let scores = &outcome.scores;
    let prediction = &scores.prediction;
    let seconds = outcome.making_s + outcome.study.seconds + outcome.scoring_s;
    format!(
        "links right                 {:.3}\n\
         divisions right             {:.3}\n\
         states against truth (ARI)  {:.3}\n\
         identifiable parameters     {} of {}, {:.0} % of their intervals hold the truth\n\
         kept-back perturbation      {:.0} % of points inside the intervals, error {:.2} of that of no change, {:.2} of that of the nearest condition\n\
         done in {seconds:.0} s\natlas   {}\nreport  {}\n",
        scores.link_f1,
        scores.division_f1,
        scores.states.ari,
        scores.identifiable,
        scores.parameters.len(),
        100.0 * scores.identifiable_inside,
        100.0 * prediction.coverage,
        prediction.rmse / prediction.rmse_no_change,
        prediction.rmse / prediction.rmse_nearest,
        outcome.study.atlas.display(),
        outcome.report.display(),
    )
}
