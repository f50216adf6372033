use super::place::count;
use crate::args::LintArgs;
use crate::command::Result;
use crate::output::Answer;
use lca_formats::{Finding, Severity, lint_petab, read_petab};
use serde_json::json;
use std::fmt::Write;

/// Lists what is wrong with a problem; the exit code is 1 where anything is.
pub(crate) fn lint(args: &LintArgs) -> Result {
    let found = lint_petab(&args.problem)?;
    let errors = found.iter().filter(|one| one.severity == Severity::Error).count();
    // What reads well may still be no equations.
    let compiled = if errors == 0 { compile(args)? } else { None };
    let errors = errors + usize::from(compiled.is_some());
    let warnings = found.iter().filter(|one| one.severity == Severity::Warning).count();
    let mut text = String::new();
    let mut list: Vec<_> = found.iter().map(object).collect();
    if let Some(what) = &compiled {
        let file = args.problem.display().to_string();
        let _ = writeln!(text, "error: {what}");
        list.push(
            json!({ "severity": "error", "file": file, "line": null, "column": null, "message": what }),
        );
    }
    found.iter().for_each(|one| line(&mut text, one));
    let _ = writeln!(text, "{}, {}", count(errors, "error"), count(warnings, "warning"));
    let json = json!({ "errors": errors, "warnings": warnings, "findings": list });
    Ok(Answer { well: errors == 0, ..Answer::new(text, json) })
}

/// Why a problem without faults cannot be simulated, if so.
fn compile(args: &LintArgs) -> std::result::Result<Option<String>, crate::failure::Failure> {
    let problem = read_petab(&args.problem)?;
    Ok(lca_model::Objective::new(&problem).err().map(|error| error.to_string()))
}

const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn line(text: &mut String, one: &Finding) {
    let _ = write!(text, "{}: `{}`", word(one.severity), one.file.display());
    if let Some(line) = one.line {
        let _ = write!(text, ", line {line}");
    }
    let mut message = one.message.as_str();
    if let Some(column) = &one.column {
        let _ = write!(text, ", column `{column}`");
        // A message that begins with its column need not say it twice.
        message = message.strip_prefix(&format!("`{column}`: ")).unwrap_or(message);
    }
    let _ = writeln!(text, ": {message}");
}

fn object(one: &Finding) -> serde_json::Value {
    json!({
        "severity": word(one.severity),
        "file": one.file.display().to_string(),
        "line": one.line,
        "column": one.column,
        "message": one.message,
    })
}
