//! All printing.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the one place that prints")]

use crate::failure::Failure;
use serde_json::Value;
use std::io::Write;
use std::process::ExitCode;

/// What a command has to say, for people and for machines.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Lines for people.
    pub(crate) text: String,
    /// The same for machines.
    pub(crate) json: Value,
    /// Whether all is well; else the exit code is 1.
    pub(crate) well: bool,
}

impl Answer {
    pub(crate) fn new(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, well: true }
    }
}

/// Prints an answer. A reader that went away (`lca ls | head -1`) is no failure.
pub(crate) fn answer(answer: &Answer, json: bool) -> ExitCode {
    let text = if json { answer.json.to_string() } else { answer.text.trim_end().to_owned() };
    let written = writeln!(std::io::stdout(), "{text}");
    let gone = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
    match written {
        Err(cause) if !gone(&cause) => ExitCode::from(1),
        _ => ExitCode::from(u8::from(!answer.well)),
    }
}

/// Lines for people while a command works. A reader that went away is no failure.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// A value as people read it: numbers in few digits, lists without brackets, and names before what they name.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        Value::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => match number.as_f64() {
            Some(real) if number.is_f64() => few_digits(real),
            _ => number.to_string(),
        },
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(values) => values
            .iter()
            .map(|(name, value)| format!("{name} {}", plain(value)))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn few_digits(number: f64) -> String {
    if number != 0.0 && !(1e-3..1e6).contains(&number.abs()) {
        return format!("{number:.3e}");
    }
    format!("{number:.4}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// One line for machines while a command works. A reader that went away is no failure.
pub(crate) fn line(event: &Value) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{event}").and_then(|()| out.flush());
}

/// Prints what went wrong: for people on the error stream, for machines where they read.
pub(crate) fn failure(failure: &Failure, json: bool) -> ExitCode {
    if json {
        println!("{}", failure.json());
    } else {
        eprintln!("{}", failure.text());
    }
    ExitCode::from(failure.code())
}

/// Says what is wrong with a command line, or what was asked for with --help or --version.
pub(crate) fn misuse(error: &clap::Error, json: bool) -> ExitCode {
    if !json || !error.use_stderr() {
        error.exit();
    }
    let text = error.to_string();
    let (what, help) = text.trim().split_once("\n\n").unwrap_or((text.trim(), ""));
    let what = what.strip_prefix("error: ").unwrap_or(what);
    println!("{}", serde_json::json!({ "error": what, "help": help }));
    ExitCode::from(2)
}

/// One line on the error stream while a command works.
pub(crate) fn note(line: &str) {
    eprintln!("{line}");
}
