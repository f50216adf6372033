use super::Result;
use crate::args::{ConformanceArgs, Suite};
use crate::output::Answer;
use lca_conformance::Report;
use lca_core::NoProgress;
use serde_json::json;
use std::fmt::Write;

/// Runs an outside test suite. The exit code is 1 where a case fails, and where none passed: a folder
/// without cases proves nothing.
pub(crate) fn conformance(args: &ConformanceArgs) -> Result {
    let report = match args.suite {
        Suite::Petab => lca_conformance::petab(&args.folder, &NoProgress)?,
        Suite::SbmlSemantic => lca_conformance::sbml_semantic(&args.folder, &NoProgress)?,
        Suite::SbmlStochastic => {
            let sampling = args.sampling.into();
            lca_conformance::sbml_stochastic(&args.folder, args.runs, args.seed, sampling, &NoProgress)?
        }
    };
    let failures: Vec<_> = report
        .failures()
        .map(|case| json!({ "case": case.name, "tags": case.tags, "why": case.failure }))
        .collect();
    let well = failures.is_empty() && report.passed() > 0;
    let json = json!({
        "suite": report.suite,
        "passed": report.passed(),
        "failed": failures.len(),
        "failures": failures,
    });
    Ok(Answer { well, ..Answer::new(text(&report), json) })
}

fn text(report: &Report) -> String {
    let mut text = String::new();
    for case in report.failures() {
        let _ = writeln!(text, "{}  {}", case.name, case.failure.as_deref().unwrap_or_default());
    }
    for (tag, (failed, all)) in report.failures_by_tag() {
        let _ = writeln!(text, "{tag}: {failed} of {all} failed");
    }
    let _ = writeln!(text, "{} passed, {} failed", report.passed(), report.failures().count());
    text
}
