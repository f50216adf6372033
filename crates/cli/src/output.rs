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

/// One line on the error stream while a command works.
pub(crate) fn note(line: &str) {
    eprintln!("{line}");
}
