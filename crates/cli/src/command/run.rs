use super::Result;
use crate::args::RunArgs;
use crate::failure::Failure;
use crate::output::{Answer, plain};
use crate::watch::watcher;
use lca_study::{Options, Outcome, Planned, Study, StudyError};
use serde_json::json;
use std::fmt::Write;

/// Runs a study, or says what running it would do.
pub(crate) fn run(args: &RunArgs) -> Result {
    let study = Study::load(&args.study)?;
    let options = Options {
        atlas: args.atlas.clone(),
        threads: args.common.threads.map(usize::from),
        seed: args.seed,
        adding: false,
        redo: args.redo.clone(),
    };
    if args.plan {
        return Ok(planned(&lca_study::plan(&study, &options).map_err(misused)?));
    }
    let outcome = lca_study::run(&study, &options, &*watcher(args.verbose, args.common.json));
    Ok(done(&outcome.map_err(misused)?))
}

/// A step that is not in the study was asked for on the command line: that is wrong use.
fn misused(error: StudyError) -> Failure {
    match error {
        StudyError::NoStep { .. } => Failure::Use(format!("--redo: {error}")),
        other => other.into(),
    }
}

fn planned(steps: &[Planned]) -> Answer {
    let width = steps.iter().map(|step| step.step.len()).max().unwrap_or(0);
    let kinds = steps.iter().map(|step| step.kind.len()).max().unwrap_or(0);
    let mut text = String::new();
    for Planned { step, kind, up_to_date, memory, .. } in steps {
        let state = if *up_to_date { "up to date" } else { "to do" };
        let _ = writeln!(text, "{step:width$}  {kind:kinds$}  {state:10}  holds {memory}");
    }
    Answer::new(text, json!({ "steps": steps }))
}

pub(crate) fn done(outcome: &Outcome) -> Answer {
    let (computed, ready): (Vec<_>, Vec<_>) = outcome.steps.iter().partition(|step| step.computed);
    let steps = |n: usize| if n == 1 { "1 step".to_owned() } else { format!("{n} steps") };
    let mut text = String::new();
    for step in &outcome.steps {
        let values: Vec<String> =
            step.values.iter().map(|(name, value)| format!("{name} {}", plain(value))).collect();
        if !values.is_empty() {
            let _ = writeln!(text, "{}: {}", step.step, values.join(", "));
        }
    }
    let _ = match (computed.len(), ready.len()) {
        (0, ready) => writeln!(text, "{} up to date", steps(ready)),
        (computed, 0) => writeln!(text, "{} done in {:.1} s", steps(computed), outcome.seconds),
        (computed, ready) => {
            let (computed, ready) = (steps(computed), steps(ready));
            writeln!(text, "{computed} done in {:.1} s, {ready} up to date", outcome.seconds)
        }
    };
    let _ = writeln!(text, "atlas   {}", outcome.atlas.display());
    if let Some(report) = &outcome.report {
        let _ = writeln!(text, "report  {}", report.display());
    }
    Answer::new(text, json!(outcome))
}
